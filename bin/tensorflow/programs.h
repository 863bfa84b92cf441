// Programs: ops recorded into a graph, and run as one function of their inputs.
//
// tfjs-node sends TensorFlow one op at a time. Here the same ops, by the same names and with the same
// attributes, are written into a graph instead; the finished graph becomes a function of TensorFlow's
// eager runtime, which its graph executor runs or XLA compiles.

#ifndef THAW_PROGRAMS_H_
#define THAW_PROGRAMS_H_

#include <node_api.h>

namespace thaw {

// Adds to the module's exports:
//   beginProgram()                                 ops recorded from here on go into a new graph
//   programInput(dtype, shape) -> id               an input; ids of what is recorded are below -1
//   recordOp(name, attributes, ids, n) -> infos    as executeOp; a tensor that exists becomes a constant
//   endProgram(name, ids)                          makes the function `name` of those outputs
//   dropProgram()                                  forgets what was recorded
//   removeProgram(name)                            forgets a function
//   runProgram(name, xla, ids, replaced) -> infos  runs it; output i takes the place of the tensor
//                                                  replaced[i], or is a new one where that is -1
//   setTensorFloat32(allowed)                      whether a GPU's products may round to TF32
void RegisterPrograms(napi_env env, napi_value exports);

}  // namespace thaw

#endif  // THAW_PROGRAMS_H_
