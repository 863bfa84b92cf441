// What TensorFlow's allocator says of the device that tfjs-node computes on: its C interface has no
// function for it.

#ifndef THAW_MEMORY_H_
#define THAW_MEMORY_H_

#include <node_api.h>

namespace thaw {

// Adds to the module's exports:
//   deviceMemory() -> {bytesInUse, peakBytes, limitBytes} | null
//                                                  null: the allocator does not count (a CPU's)
void RegisterMemory(napi_env env, napi_value exports);

}  // namespace thaw

#endif  // THAW_MEMORY_H_
