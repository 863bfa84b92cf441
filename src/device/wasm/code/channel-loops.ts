import type { Code, Local, Scope } from './assembler.js';
import { add, advance, constant, f32x4, repeatWhileBelow, sequence } from './instructions.js';

/** Per vector of four channels, its two halves in float64. */
export type Sums = readonly (readonly [Local, Local])[];
export type Results = readonly (readonly [Sums, Local])[];

const LINE = 64;
const VECTORS = LINE / 16;

export function declareSums(scope: Scope): Sums {
  return Array.from({ length: VECTORS }, () => [scope.v128(), scope.v128()] as const);
}

/** One cache line of channels after another; for each, all rows. */
export function overLines(
  scope: Scope,
  p: { readonly rows: Local; readonly width: Local },
  matrices: readonly [Local, ...Local[]],
  perChannel: readonly Local[],
  results: Results,
  body: (rows: readonly Local[], vector: number) => Code,
): Code {
  const at = matrices.map(() => scope.i32());
  const [end, row] = [scope.i32(), scope.i32()];
  const [first] = matrices;
  const vectors = Array.from({ length: VECTORS }, (_, i) => i);
  return sequence(
    end.set(add(first.get, p.width.get)),
    repeatWhileBelow(
      first,
      end.get,
      sequence(
        ...results.flatMap(([sums]) => sums.flat().map((sum) => sum.set(f32x4.zero))),
        ...at.map((local, i) => local.set(matrices[i]!.get)),
        row.set(constant(0)),
        repeatWhileBelow(
          row,
          p.rows.get,
          sequence(
            ...vectors.map((i) => body(at, i)),
            ...at.map((local) => advance(local, p.width.get)),
            advance(row, 1),
          ),
        ),
        ...results.flatMap(([sums, target]) => [
          ...sums.flat().map((sum, i) => f32x4.store(target.get, sum.get, 16 * i)),
          advance(target, 2 * LINE),
        ]),
        ...[...matrices, ...perChannel].map((local) => advance(local, LINE)),
      ),
    ),
  );
}

/** Every vector of a matrix in order, with its place in a row of channels. */
export function overRows(
  scope: Scope,
  p: { readonly end: Local; readonly width: Local },
  matrices: readonly [Local, ...Local[]],
  body: (at: (perChannel: Local) => Code) => Code,
): Code {
  const offset = scope.i32();
  const [first] = matrices;
  return repeatWhileBelow(
    first,
    p.end.get,
    sequence(
      offset.set(constant(0)),
      repeatWhileBelow(
        offset,
        p.width.get,
        sequence(
          body((perChannel) => add(perChannel.get, offset.get)),
          ...matrices.map((local) => advance(local, 16)),
          advance(offset, 16),
        ),
      ),
    ),
  );
}
