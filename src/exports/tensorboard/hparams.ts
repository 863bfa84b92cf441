import { PbfWriter } from 'pbf';
import type { HParam, HValue } from './hparam-columns.js';

export const EXPERIMENT = '_hparams_/experiment';
export const SESSION_START = '_hparams_/session_start_info';
export const SESSION_END = '_hparams_/session_end_info';

/** tensorboard.hparams.Status. */
export const STATUS = { success: 1, failure: 2, running: 3 } as const;

/** tensorboard.hparams.DatasetType. */
export const DATASET = { unknown: 0, training: 1, validation: 2 } as const;

export interface MetricInfo {
  readonly tag: string;
  readonly dataset: number;
}

/**
 * What a whole sweep tries and measures: an `HParamsPluginData` of version 0
 * (tensorboard/plugins/hparams/plugin_data.proto, api.proto). As in all such messages, a field that is
 * not there is 0.
 */
export function experiment(
  description: string,
  hparams: readonly HParam[],
  metrics: readonly MetricInfo[],
): Uint8Array {
  return pluginData(2, (message) => {
    message.writeStringField(1, description);
    for (const hparam of hparams) message.writeMessage(4, writeHParam, hparam);
    for (const metric of metrics) message.writeMessage(5, writeMetric, metric);
  });
}

/** `start`: seconds since 1970. `group`: sessions of one name are shown as one. */
export function sessionStart(
  values: readonly (readonly [name: string, value: HValue])[],
  group: string,
  start: number,
): Uint8Array {
  return pluginData(3, (message) => {
    for (const each of values) message.writeMessage(1, writeEntry, each);
    message.writeStringField(4, group);
    message.writeDoubleField(5, start);
  });
}

/** `end`: seconds since 1970; null: it goes on. */
export function sessionEnd(status: number, end: number | null): Uint8Array {
  return pluginData(4, (message) => {
    message.writeVarintField(1, status);
    if (end !== null) message.writeDoubleField(2, end);
  });
}

function pluginData(field: number, write: (message: PbfWriter) => void): Uint8Array {
  const data = new PbfWriter();
  data.writeMessage(field, (_, message) => write(message), null);
  return data.finish();
}

function writeHParam({ name, type, domain }: HParam, info: PbfWriter): void {
  info.writeStringField(1, name);
  info.writeVarintField(4, DATA_TYPES[type]);
  if (domain.kind === 'discrete') {
    info.writeMessage(
      5,
      (_, list) => {
        for (const value of domain.values) list.writeMessage(1, writeValue, value);
      },
      null,
    );
  } else {
    info.writeMessage(
      6,
      (_, interval) => {
        interval.writeDoubleField(1, domain.low);
        interval.writeDoubleField(2, domain.high);
      },
      null,
    );
  }
}

const DATA_TYPES = { text: 1, boolean: 2, number: 3 } as const;

function writeMetric({ tag, dataset }: MetricInfo, info: PbfWriter): void {
  info.writeMessage(1, (_, name) => name.writeStringField(2, tag), null);
  info.writeVarintField(5, dataset);
}

/** Of a map: key and value. */
function writeEntry([name, value]: readonly [string, HValue], entry: PbfWriter): void {
  entry.writeStringField(1, name);
  entry.writeMessage(2, writeValue, value);
}

/** google.protobuf.Value. */
function writeValue(value: HValue, message: PbfWriter): void {
  if (typeof value === 'number') message.writeDoubleField(2, value);
  else if (typeof value === 'string') message.writeStringField(3, value);
  else message.writeBooleanField(4, value);
}
