#include "memory.h"

#include "tfjs_backend.h"

// Builds of before these headers were unpacked do without.
#if __has_include("tensorflow/core/framework/device.h")
#include "tensorflow/c/eager/immediate_execution_context.h"
#include "tensorflow/c/eager/tfe_context_internal.h"
#include "tensorflow/core/framework/device.h"
#define THAW_HAS_DEVICES
#endif

namespace thaw {
namespace {

void Set(napi_env env, napi_value object, const char *name, int64_t number) {
  napi_value value;
  napi_create_int64(env, number, &value);
  napi_set_named_property(env, object, name, value);
}

napi_value DeviceMemory(napi_env env, napi_callback_info) {
  napi_value memory;
  napi_get_null(env, &memory);
#ifdef THAW_HAS_DEVICES
  void *data = nullptr;
  napi_get_instance_data(env, &data);
  const auto *backend = static_cast<tfnodejs::TFJSBackend *>(data);
  for (tensorflow::Device *device :
       tensorflow::unwrap(backend->tfe_context_)->ListLocalTfDevices()) {
    if (device->name() != backend->device_name) continue;
    const auto stats = device->GetAllocator(tensorflow::AllocatorAttributes())->GetStats();
    if (!stats) break;
    napi_create_object(env, &memory);
    Set(env, memory, "bytesInUse", stats->bytes_in_use);
    Set(env, memory, "peakBytes", stats->peak_bytes_in_use);
    Set(env, memory, "limitBytes", stats->bytes_limit.value_or(0));
  }
#endif
  return memory;
}

}  // namespace

void RegisterMemory(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "deviceMemory", NAPI_AUTO_LENGTH, DeviceMemory, nullptr, &function);
  napi_set_named_property(env, exports, "deviceMemory", function);
}

}  // namespace thaw
