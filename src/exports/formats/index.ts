import type { ExportFormat } from '../export-format.js';

/** Every format of `thaw export --to`, in the order in which `--help` lists them. */
export const exportFormats: readonly ExportFormat[] = [];
