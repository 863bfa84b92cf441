import type { Mark, Scene } from '../../src/charts/scene.js';

/** Marks of one kind. */
export function marksOf<Kind extends Mark['kind']>(
  scene: Pick<Scene, 'marks'>,
  kind: Kind,
): readonly Extract<Mark, { kind: Kind }>[] {
  return scene.marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);
}

/** All texts of a scene, in the order in which they are drawn. */
export function textsOf(scene: Scene): readonly string[] {
  return marksOf(scene, 'text').map(({ text }) => text);
}
