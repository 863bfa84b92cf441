#include "programs.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "tensorflow/c/c_api.h"
#include "tensorflow/c/eager/c_api.h"
#include "tf_auto_status.h"
#include "tfe_auto_op.h"
#include "tfjs_backend.h"
#include "tsl/platform/tensor_float_32_utils.h"
#include "utils.h"

namespace thaw {
namespace {

using tfnodejs::TF_AutoStatus;
using tfnodejs::TFE_AutoOp;
using tfnodejs::TFJSBackend;

// A graph under construction. Each thread of Node has its own module, and its own of these.
struct Recording {
  Recording() : graph(TF_NewGraph()) {}
  ~Recording() { TF_DeleteGraph(graph); }

  TF_Graph *graph;
  std::vector<TF_Output> inputs;
  // What the ids below -1 stand for: -2 is the first.
  std::vector<TF_Output> recorded;
  // Constants made of tensors that exist, by their ids.
  std::unordered_map<int32_t, TF_Output> constants;
  int nodes = 0;
};

thread_local std::unique_ptr<Recording> recording;

constexpr int32_t kFirstId = -2;

void Throw(napi_env env, const std::string &message) {
  napi_throw_error(env, nullptr, message.c_str());
}

bool IsOk(napi_env env, const TF_AutoStatus &status, const std::string &what) {
  if (TF_GetCode(status.status) == TF_OK) return true;
  Throw(env, what + ": " + TF_Message(status.status));
  return false;
}

TFJSBackend *Backend(napi_env env) {
  void *data = nullptr;
  napi_get_instance_data(env, &data);
  return static_cast<TFJSBackend *>(data);
}

std::string TextOf(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, &text[0], length + 1, &length);
  return text;
}

napi_value Property(napi_env env, napi_value object, const char *name) {
  napi_value value = nullptr;
  napi_get_named_property(env, object, name, &value);
  return value;
}

bool IsArray(napi_env env, napi_value value) {
  bool is_array = false;
  napi_is_array(env, value, &is_array);
  return is_array;
}

// The elements of an array, or the one value that stands alone.
std::vector<napi_value> ElementsOf(napi_env env, napi_value value) {
  if (!IsArray(env, value)) return {value};
  uint32_t length = 0;
  napi_get_array_length(env, value, &length);
  std::vector<napi_value> elements(length);
  for (uint32_t i = 0; i < length; ++i) napi_get_element(env, value, i, &elements[i]);
  return elements;
}

template <typename Number>
std::vector<Number> NumbersOf(napi_env env, napi_value value) {
  std::vector<Number> numbers;
  for (napi_value element : ElementsOf(env, value)) {
    double number = 0;
    napi_get_value_double(env, element, &number);
    numbers.push_back(static_cast<Number>(number));
  }
  return numbers;
}

// An Int32Array's content, without an element by element way through JavaScript.
std::vector<int32_t> IdsOf(napi_env env, napi_value value) {
  bool is_typed = false;
  napi_is_typedarray(env, value, &is_typed);
  if (!is_typed) return NumbersOf<int32_t>(env, value);
  size_t length = 0;
  void *data = nullptr;
  napi_get_typedarray_info(env, value, nullptr, &length, &data, nullptr, nullptr);
  const int32_t *ids = static_cast<const int32_t *>(data);
  return std::vector<int32_t>(ids, ids + length);
}

napi_value InfoOf(napi_env env, int32_t id, TF_DataType dtype, const std::vector<int64_t> &shape) {
  napi_value info, id_value, dtype_value, shape_value;
  napi_create_object(env, &info);
  napi_create_int32(env, id, &id_value);
  napi_create_int32(env, dtype, &dtype_value);
  napi_create_array_with_length(env, shape.size(), &shape_value);
  for (size_t i = 0; i < shape.size(); ++i) {
    napi_value side;
    napi_create_int64(env, shape[i], &side);
    napi_set_element(env, shape_value, i, side);
  }
  napi_set_named_property(env, info, "id", id_value);
  napi_set_named_property(env, info, "dtype", dtype_value);
  napi_set_named_property(env, info, "shape", shape_value);
  return info;
}

// Attributes of a node, as `AssignOpAttr` of tfjs-node sets those of an op. tfjs knows no bfloat16 and
// calls it float32: what the op computes in, T, is what its inputs are.
bool SetAttribute(napi_env env, TF_OperationDescription *node, napi_value attribute, bool is_half) {
  const std::string name = TextOf(env, Property(env, attribute, "name"));
  int32_t type = 0;
  napi_get_value_int32(env, Property(env, attribute, "type"), &type);
  const napi_value value = Property(env, attribute, "value");
  const bool is_list = IsArray(env, value);
  const char *key = name.c_str();
  switch (type) {
    case TF_ATTR_STRING: {
      std::vector<std::string> texts;
      for (napi_value element : ElementsOf(env, value)) texts.push_back(TextOf(env, element));
      if (!is_list) {
        TF_SetAttrString(node, key, texts[0].data(), texts[0].size());
        return true;
      }
      std::vector<const void *> starts;
      std::vector<size_t> sizes;
      for (const std::string &text : texts) {
        starts.push_back(text.data());
        sizes.push_back(text.size());
      }
      TF_SetAttrStringList(node, key, starts.data(), sizes.data(), texts.size());
      return true;
    }
    case TF_ATTR_INT: {
      const auto numbers = NumbersOf<int64_t>(env, value);
      if (is_list) TF_SetAttrIntList(node, key, numbers.data(), numbers.size());
      else TF_SetAttrInt(node, key, numbers[0]);
      return true;
    }
    case TF_ATTR_FLOAT: {
      const auto numbers = NumbersOf<float>(env, value);
      if (is_list) TF_SetAttrFloatList(node, key, numbers.data(), numbers.size());
      else TF_SetAttrFloat(node, key, numbers[0]);
      return true;
    }
    case TF_ATTR_BOOL: {
      bool is_true = false;
      napi_get_value_bool(env, value, &is_true);
      TF_SetAttrBool(node, key, is_true ? 1 : 0);
      return true;
    }
    case TF_ATTR_TYPE: {
      std::vector<TF_DataType> types;
      for (int32_t each : NumbersOf<int32_t>(env, value)) types.push_back(static_cast<TF_DataType>(each));
      if (is_half && name == "T" && types[0] == TF_FLOAT) types[0] = TF_BFLOAT16;
      if (is_list) TF_SetAttrTypeList(node, key, types.data(), types.size());
      else TF_SetAttrType(node, key, types[0]);
      return true;
    }
    case TF_ATTR_SHAPE: {
      const auto shape = NumbersOf<int64_t>(env, value);
      TF_SetAttrShape(node, key, shape.data(), shape.size());
      return true;
    }
    default:
      Throw(env, "attribute " + name + " is of a type that cannot be recorded");
      return false;
  }
}

// A tensor that exists, as a constant of the graph.
bool Capture(napi_env env, int32_t id, TF_Output *output) {
  const auto known = recording->constants.find(id);
  if (known != recording->constants.end()) {
    *output = known->second;
    return true;
  }
  TFJSBackend *backend = Backend(env);
  const auto found = backend->tfe_handle_map_.find(id);
  if (found == backend->tfe_handle_map_.end()) {
    Throw(env, "there is no tensor " + std::to_string(id));
    return false;
  }
  TF_AutoStatus status;
  std::unique_ptr<TF_Tensor, void (*)(TF_Tensor *)> value(
      TFE_TensorHandleResolve(found->second, status.status), TF_DeleteTensor);
  if (!IsOk(env, status, "a constant could not be read")) return false;
  const std::string name = "constant_" + std::to_string(recording->nodes++);
  TF_OperationDescription *node = TF_NewOperation(recording->graph, "Const", name.c_str());
  TF_SetAttrType(node, "dtype", TF_TensorType(value.get()));
  TF_SetAttrTensor(node, "value", value.get(), status.status);
  if (!IsOk(env, status, "a constant could not be recorded")) return false;
  TF_Operation *constant = TF_FinishOperation(node, status.status);
  if (!IsOk(env, status, "a constant could not be recorded")) return false;
  *output = {constant, 0};
  recording->constants[id] = *output;
  return true;
}

bool Find(napi_env env, int32_t id, TF_Output *output) {
  if (id > kFirstId) return Capture(env, id, output);
  const size_t place = static_cast<size_t>(kFirstId - id);
  if (place >= recording->recorded.size()) {
    Throw(env, "nothing was recorded as " + std::to_string(id));
    return false;
  }
  *output = recording->recorded[place];
  return true;
}

// Gives an output of a node its id. Every shape must be known: tfjs knows no other tensors.
napi_value Record(napi_env env, TF_Output output) {
  TF_AutoStatus status;
  const int rank = TF_GraphGetTensorNumDims(recording->graph, output, status.status);
  if (!IsOk(env, status, "a shape could not be read")) return nullptr;
  const char *name = TF_OperationName(output.oper);
  // What batch norm keeps for cuDNN has no shape of its own, and only its gradient takes it.
  const bool is_opaque = output.index == 5 && !strcmp(TF_OperationOpType(output.oper), "FusedBatchNormV3");
  if (rank < 0 && !is_opaque) {
    Throw(env, std::string("the rank of what ") + name + " gives is not known");
    return nullptr;
  }
  std::vector<int64_t> shape(rank < 0 ? 0 : rank);
  if (rank > 0) TF_GraphGetTensorShape(recording->graph, output, shape.data(), rank, status.status);
  if (!IsOk(env, status, "a shape could not be read")) return nullptr;
  for (int64_t side : shape) {
    if (side >= 0) continue;
    Throw(env, std::string("the shape of what ") + name + " gives is not known");
    return nullptr;
  }
  recording->recorded.push_back(output);
  const int32_t id = kFirstId - static_cast<int32_t>(recording->recorded.size() - 1);
  const TF_DataType type = TF_OperationOutputType(output);
  return InfoOf(env, id, type == TF_BFLOAT16 ? TF_FLOAT : type, shape);
}

bool IsRecording(napi_env env) {
  if (recording) return true;
  Throw(env, "no program is being recorded");
  return false;
}

template <size_t count>
std::vector<napi_value> ArgumentsOf(napi_env env, napi_callback_info info) {
  std::vector<napi_value> arguments(count);
  size_t given = count;
  napi_get_cb_info(env, info, &given, arguments.data(), nullptr, nullptr);
  return arguments;
}

napi_value BeginProgram(napi_env, napi_callback_info) {
  recording.reset(new Recording());
  return nullptr;
}

napi_value DropProgram(napi_env, napi_callback_info) {
  recording.reset();
  return nullptr;
}

napi_value ProgramInput(napi_env env, napi_callback_info info) {
  const auto arguments = ArgumentsOf<2>(env, info);
  if (!IsRecording(env)) return nullptr;
  int32_t dtype = 0;
  napi_get_value_int32(env, arguments[0], &dtype);
  const auto shape = NumbersOf<int64_t>(env, arguments[1]);
  const std::string name = "input_" + std::to_string(recording->nodes++);
  TF_OperationDescription *node = TF_NewOperation(recording->graph, "Placeholder", name.c_str());
  TF_SetAttrType(node, "dtype", static_cast<TF_DataType>(dtype));
  TF_SetAttrShape(node, "shape", shape.data(), shape.size());
  TF_AutoStatus status;
  TF_Operation *input = TF_FinishOperation(node, status.status);
  if (!IsOk(env, status, "an input could not be recorded")) return nullptr;
  recording->inputs.push_back({input, 0});
  return Record(env, {input, 0});
}

napi_value RecordOp(napi_env env, napi_callback_info info) {
  const auto arguments = ArgumentsOf<4>(env, info);
  if (!IsRecording(env)) return nullptr;
  const std::string op = TextOf(env, arguments[0]);
  std::vector<TF_Output> inputs;
  for (int32_t id : NumbersOf<int32_t>(env, arguments[2])) {
    TF_Output input;
    if (!Find(env, id, &input)) return nullptr;
    inputs.push_back(input);
  }
  const std::string name = op + "_" + std::to_string(recording->nodes++);
  TF_OperationDescription *node = TF_NewOperation(recording->graph, op.c_str(), name.c_str());
  // The ops that take a list and nothing else before it; the eager runtime sorts inputs by itself.
  if (op == "ConcatV2") {
    TF_AddInputList(node, inputs.data(), inputs.size() - 1);
    TF_AddInput(node, inputs.back());
  } else if (op == "Pack" || op == "AddN") {
    TF_AddInputList(node, inputs.data(), inputs.size());
  } else {
    for (const TF_Output &input : inputs) TF_AddInput(node, input);
  }
  const bool is_half = std::any_of(inputs.begin(), inputs.end(), [](const TF_Output &input) {
    return TF_OperationOutputType(input) == TF_BFLOAT16;
  });
  for (napi_value attribute : ElementsOf(env, arguments[1])) {
    if (!SetAttribute(env, node, attribute, is_half)) return nullptr;
  }
  TF_AutoStatus status;
  TF_Operation *operation = TF_FinishOperation(node, status.status);
  if (!IsOk(env, status, op + " could not be recorded")) return nullptr;
  int32_t count = 0;
  napi_get_value_int32(env, arguments[3], &count);
  napi_value infos;
  napi_create_array_with_length(env, count, &infos);
  for (int32_t i = 0; i < count; ++i) {
    napi_value each = Record(env, {operation, i});
    if (!each) return nullptr;
    napi_set_element(env, infos, i, each);
  }
  return infos;
}

napi_value EndProgram(napi_env env, napi_callback_info info) {
  const auto arguments = ArgumentsOf<2>(env, info);
  if (!IsRecording(env)) return nullptr;
  const std::string name = TextOf(env, arguments[0]);
  std::vector<TF_Output> outputs;
  for (int32_t id : NumbersOf<int32_t>(env, arguments[1])) {
    TF_Output output;
    if (!Find(env, id, &output)) return nullptr;
    outputs.push_back(output);
  }
  TF_AutoStatus status;
  std::unique_ptr<TF_Function, void (*)(TF_Function *)> function(
      TF_GraphToFunction(recording->graph, name.c_str(), 0, -1, nullptr, recording->inputs.size(),
                         recording->inputs.data(), outputs.size(), outputs.data(), nullptr, nullptr,
                         nullptr, status.status),
      TF_DeleteFunction);
  recording.reset();
  if (!IsOk(env, status, name + " could not be made")) return nullptr;
  TFE_ContextAddFunction(Backend(env)->tfe_context_, function.get(), status.status);
  IsOk(env, status, name + " could not be added");
  return nullptr;
}

napi_value RemoveProgram(napi_env env, napi_callback_info info) {
  const std::string name = TextOf(env, ArgumentsOf<1>(env, info)[0]);
  TF_AutoStatus status;
  TFE_ContextRemoveFunction(Backend(env)->tfe_context_, name.c_str(), status.status);
  IsOk(env, status, name + " could not be removed");
  return nullptr;
}

napi_value RunProgram(napi_env env, napi_callback_info info) {
  const auto arguments = ArgumentsOf<4>(env, info);
  const std::string name = TextOf(env, arguments[0]);
  bool xla = false;
  napi_get_value_bool(env, arguments[1], &xla);
  const auto ids = IdsOf(env, arguments[2]);
  const auto replaced = IdsOf(env, arguments[3]);
  TFJSBackend *backend = Backend(env);

  TF_AutoStatus status;
  TFE_AutoOp op(TFE_NewOp(backend->tfe_context_, name.c_str(), status.status));
  if (!IsOk(env, status, name)) return nullptr;
  TFE_OpSetDevice(op.op, backend->device_name.c_str(), status.status);
  if (!IsOk(env, status, name)) return nullptr;
  if (xla) TFE_OpSetAttrBool(op.op, "_XlaMustCompile", 1);
  for (int32_t id : ids) {
    const auto found = backend->tfe_handle_map_.find(id);
    if (found == backend->tfe_handle_map_.end()) {
      Throw(env, name + ": there is no tensor " + std::to_string(id));
      return nullptr;
    }
    TFE_OpAddInput(op.op, found->second, status.status);
    if (!IsOk(env, status, name)) return nullptr;
  }
  std::vector<TFE_TensorHandle *> outputs(replaced.size(), nullptr);
  int count = static_cast<int>(outputs.size());
  TFE_Execute(op.op, outputs.data(), &count, status.status);
  if (!IsOk(env, status, name)) return nullptr;

  napi_value infos;
  napi_create_array(env, &infos);
  uint32_t made = 0;
  for (int i = 0; i < count; ++i) {
    if (replaced[i] < 0) {
      napi_set_element(env, infos, made++, backend->GenerateOutputTensorInfo(env, outputs[i]));
      continue;
    }
    TFE_TensorHandle *&place = backend->tfe_handle_map_[replaced[i]];
    TFE_DeleteTensorHandle(place);
    place = outputs[i];
  }
  return infos;
}

napi_value SetTensorFloat32(napi_env env, napi_callback_info info) {
  bool is_allowed = false;
  napi_get_value_bool(env, ArgumentsOf<1>(env, info)[0], &is_allowed);
  tsl::enable_tensor_float_32_execution(is_allowed);
  return nullptr;
}

}  // namespace

void RegisterPrograms(napi_env env, napi_value exports) {
  const napi_property_descriptor functions[] = {
      {"beginProgram", nullptr, BeginProgram, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"programInput", nullptr, ProgramInput, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"recordOp", nullptr, RecordOp, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"endProgram", nullptr, EndProgram, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"dropProgram", nullptr, DropProgram, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"removeProgram", nullptr, RemoveProgram, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"runProgram", nullptr, RunProgram, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"setTensorFloat32", nullptr, SetTensorFloat32, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]), functions);
}

}  // namespace thaw
