// Sends what C and C++ libraries write to `stderr` to a file of bounded size. File descriptor 2 is
// left alone: Node's own streams write to it directly, and stay on the terminal. TensorFlow and what
// it is made of (absl, XLA, cuDNN's frontend) all log through the C library's `stderr`, which in glibc
// is a variable. A module of its own, since TensorFlow writes its first lines while it is loaded.

#include <node_api.h>

#include <cstdio>

#ifdef __GLIBC__

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <csignal>
#include <cstring>

namespace {

// One for the process, and never taken down: threads may write until the very end.
struct Log {
  char path[PATH_MAX];
  char older[PATH_MAX + 2];
  int64_t limit;
  int64_t size;
  int file = -1;
  // The last that was written, for whoever reads of an abort.
  char last[4000];
  size_t kept = 0;
};
Log log_;

bool Open(const char *path) {
  const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return false;
  if (log_.file >= 0) close(log_.file);
  log_.file = file;
  log_.size = lseek(file, 0, SEEK_END);
  return true;
}

void Keep(const char *text, size_t size) {
  const size_t tail = std::min(size, sizeof(log_.last) / 2);
  if (log_.kept + tail > sizeof(log_.last)) {
    log_.kept = sizeof(log_.last) / 2;
    memmove(log_.last, log_.last + sizeof(log_.last) - log_.kept, log_.kept);
  }
  memcpy(log_.last + log_.kept, text + size - tail, tail);
  log_.kept += tail;
}

// Called with the stream locked. What finds no room on the disk is lost, silently.
ssize_t Write(void *, const char *text, size_t size) {
  Keep(text, size);
  if (log_.size > 0 && log_.size + static_cast<int64_t>(size) > log_.limit) {
    if (rename(log_.path, log_.older) == 0) Open(log_.path);
  }
  const ssize_t written = write(log_.file, text, size);
  if (written > 0) log_.size += written;
  return size;
}

void Say(const char *text, size_t size) {
  if (write(STDERR_FILENO, text, size) < 0) return;
}

// A failed check in a library aborts the process: then its last words belong on the terminal.
void OnAbort(int signal) {
  static const char kEnds[] = "\nThe process was aborted. What native libraries wrote last, of all in ";
  Say(kEnds, sizeof(kEnds) - 1);
  Say(log_.path, strlen(log_.path));
  Say(":\n", 2);
  Say(log_.last, log_.kept);
  raise(signal);
}

void CatchAbort() {
  struct sigaction now;
  if (sigaction(SIGABRT, nullptr, &now) != 0 || now.sa_handler != SIG_DFL) return;
  struct sigaction act = {};
  act.sa_handler = OnAbort;
  act.sa_flags = SA_RESETHAND;
  sigaction(SIGABRT, &act, nullptr);
}

// divert(path, limit): false where the file cannot be written.
napi_value Divert(napi_env env, napi_callback_info info) {
  size_t argc = 2;
  napi_value args[2];
  napi_get_cb_info(env, info, &argc, args, nullptr, nullptr);
  char path[PATH_MAX];
  size_t length = 0;
  int64_t limit = 0;
  bool ok = argc == 2 &&
            napi_get_value_string_utf8(env, args[0], path, sizeof(path), &length) == napi_ok &&
            napi_get_value_int64(env, args[1], &limit) == napi_ok && length + 1 < sizeof(path);
  if (ok) {
    FILE *const locked = stderr;
    flockfile(locked);
    ok = Open(path);
    if (ok) {
      memcpy(log_.path, path, length + 1);
      snprintf(log_.older, sizeof(log_.older), "%s.1", path);
      log_.limit = limit;
    }
    funlockfile(locked);
  }
  static FILE *stream = nullptr;
  if (ok && stream == nullptr) {
    cookie_io_functions_t functions = {};
    functions.write = Write;
    stream = fopencookie(nullptr, "a", functions);
    if (stream != nullptr) {
      setvbuf(stream, nullptr, _IONBF, 0);
      CatchAbort();
      stderr = stream;
    }
  }
  napi_value result;
  napi_get_boolean(env, ok && stream != nullptr, &result);
  return result;
}

}  // namespace

#else  // another C library: there is no stream to put in place of its `stderr`

namespace {

napi_value Divert(napi_env env, napi_callback_info) {
  napi_value result;
  napi_get_boolean(env, false, &result);
  return result;
}

}  // namespace

#endif

static napi_value Init(napi_env env, napi_value exports) {
  napi_value divert;
  napi_create_function(env, "divert", NAPI_AUTO_LENGTH, Divert, nullptr, &divert);
  napi_set_named_property(env, exports, "divert", divert);
  return exports;
}

NAPI_MODULE(thaw_log, Init)
