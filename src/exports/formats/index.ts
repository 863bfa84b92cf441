import type { ExportFormat } from '../export-format.js';
import { card } from './card.js';
import { csv } from './csv.js';
import { mlflow } from './mlflow.js';
import { onnx } from './onnx.js';
import { optuna } from './optuna.js';
import { parquet } from './parquet.js';
import { safetensors } from './safetensors.js';
import { tensorboard } from './tensorboard.js';
import { timm } from './timm.js';
import { wandb } from './wandb.js';

/** Every format of `thaw export --to`, in the order in which `--help` lists them. */
export const exportFormats: readonly ExportFormat[] = [
  safetensors,
  timm,
  onnx,
  card,
  csv,
  parquet,
  tensorboard,
  optuna,
  mlflow,
  wandb,
];

/** What `thaw export` writes that names no format. */
export const defaultFormat: ExportFormat = safetensors;
