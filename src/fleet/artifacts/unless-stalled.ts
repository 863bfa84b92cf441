/** Calls `give` once no chunk has been asked for or has come for so many milliseconds, until `end`. */
export function unlessStalled(ms: number, give: () => void) {
  const timer = setTimeout(give, ms);
  return {
    async *watch(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of bytes) {
        timer.refresh();
        yield chunk;
        timer.refresh();
      }
    },
    end: () => clearTimeout(timer),
  };
}
