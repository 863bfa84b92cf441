import { BackendError } from '../../core/errors.js';

/**
 * tfjs-node's `binding/tfjs_backend.cc` with one thing more: an op's attribute may be a list of
 * strings or of types, given as an array. Fused convolutions have such attributes. A source that
 * takes them already comes back as it is.
 *
 * @throws {BackendError} the source is not the one this was written for.
 */
export function withListAttributes(source: string): string {
  if (source.includes(NAME)) return source;
  const before = source.indexOf('void AssignOpAttr(');
  const inside = source.indexOf('  switch (tf_attr_type) {', before);
  if (before < 0 || inside < 0) {
    throw new BackendError(
      "backend tensorflow: tfjs-node's binding is not the expected one (no AssignOpAttr with a " +
        'switch over types); install the version of tfjs-node that this program names',
    );
  }
  return (
    source.slice(0, before) + FUNCTION + source.slice(before, inside) + CALL + source.slice(inside)
  );
}

const NAME = 'AssignListAttr';

const CALL = `  if (${NAME}(env, tfe_op, attr_name, tf_attr_type, js_value)) return;

`;

const FUNCTION = `// Sets an attribute that is a list of strings or types. False: it is neither.
static bool ${NAME}(napi_env env, TFE_Op *op, const char *name,
                    TF_AttrType type, napi_value list) {
  bool is_list = false;
  if (napi_is_array(env, list, &is_list) != napi_ok || !is_list) return false;
  if (type != TF_ATTR_STRING && type != TF_ATTR_TYPE) return false;
  uint32_t length = 0;
  napi_get_array_length(env, list, &length);
  std::vector<std::string> strings(length);
  std::vector<TF_DataType> types(length);
  std::vector<const void *> starts(length);
  std::vector<size_t> sizes(length);
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element;
    napi_get_element(env, list, i, &element);
    if (type == TF_ATTR_TYPE) {
      int32_t value = 0;
      napi_get_value_int32(env, element, &value);
      types[i] = static_cast<TF_DataType>(value);
    } else {
      GetStringParam(env, element, strings[i]);
      starts[i] = strings[i].data();
      sizes[i] = strings[i].size();
    }
  }
  if (type == TF_ATTR_TYPE) {
    TFE_OpSetAttrTypeList(op, name, types.data(), static_cast<int>(length));
  } else {
    TFE_OpSetAttrStringList(op, name, starts.data(), sizes.data(), static_cast<int>(length));
  }
  return true;
}

`;
