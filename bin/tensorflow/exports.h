// What this project adds to tfjs-node's binding: each file registers its own functions.

#ifndef THAW_EXPORTS_H_
#define THAW_EXPORTS_H_

#include <node_api.h>

#include "memory.h"
#include "programs.h"

namespace thaw {

inline void Register(napi_env env, napi_value exports) {
  RegisterPrograms(env, exports);
  RegisterMemory(env, exports);
}

}  // namespace thaw

#endif  // THAW_EXPORTS_H_
