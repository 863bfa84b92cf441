/** A stream, so many bytes at a time. */
export interface ByteReader {
  /** Exactly the next `length` bytes. */
  read(length: number): Promise<Buffer>;
  /** Reads on to the end, for nothing. */
  drain(): Promise<void>;
}

/** Throws an error that says what was read, and that it is not whole. */
export type Fail = () => never;

/** `fail` is called when the stream ends too early. */
export function createByteReader(stream: AsyncIterable<Buffer>, fail: Fail): ByteReader {
  const source = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(length) {
      const parts: Buffer[] = [];
      let missing = length;
      while (missing > 0) {
        if (rest.length === 0) {
          const next = await source.next();
          rest = next.done ? fail() : next.value;
        }
        const part = rest.subarray(0, missing);
        parts.push(part);
        rest = rest.subarray(part.length);
        missing -= part.length;
      }
      return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    },
    async drain() {
      while (!(await source.next()).done);
    },
  };
}
