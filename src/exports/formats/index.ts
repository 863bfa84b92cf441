import type { ExportFormat } from '../export-format.js';
import { onnx } from './onnx.js';
import { safetensors } from './safetensors.js';

/** Every format of `thaw export --to`, in the order in which `--help` lists them. */
export const exportFormats: readonly ExportFormat[] = [safetensors, onnx];

/** What `thaw export` writes that names no format. */
export const defaultFormat: ExportFormat = safetensors;
