import { BackendError } from '../../core/errors.js';

/**
 * tfjs-node's `binding/tfjs_backend.h` with its state open to our own functions beside it. A source
 * opened already comes back as it is.
 *
 * @throws {BackendError} the source is not the one this was written for.
 */
export function withOpenState(header: string): string {
  return replaced(header, ` private:\n  TFJSBackend(napi_env env);`, OPEN);
}

/**
 * tfjs-node's `binding/tfjs_binding.cc`, whose module exports our own functions too.
 *
 * @throws {BackendError} the source is not the one this was written for.
 */
export function withExports(source: string): string {
  const included = replaced(source, '#include "tfjs_backend.h"\n', INCLUDE);
  return replaced(included, '#undef EXPORT_INT_PROPERTY\n', REGISTER);
}

const OPEN = ` public: // open to the functions beside it
  TFJSBackend(napi_env env);`;

const INCLUDE = `#include "exports.h"
#include "tfjs_backend.h"
`;

const REGISTER = `#undef EXPORT_INT_PROPERTY
  thaw::Register(env, exports);
`;

function replaced(source: string, old: string, by: string): string {
  if (source.includes(by)) return source;
  if (source.includes(old)) return source.replace(old, by);
  throw new BackendError(
    `backend tensorflow: tfjs-node's binding is not the expected one (no \`${old.trim()}\`); install the version of tfjs-node that this program names`,
  );
}
