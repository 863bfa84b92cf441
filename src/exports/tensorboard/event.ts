import { PbfWriter } from 'pbf';

/** What an event says. */
export type Said =
  | { readonly kind: 'version' }
  | { readonly kind: 'scalar'; readonly tag: string; readonly step: number; readonly value: number }
  /** `content`: a message `HParamsPluginData`. */
  | { readonly kind: 'hparams'; readonly tag: string; readonly content: Uint8Array };

/**
 * A message `Event` (tensorboard/compat/proto/event.proto, summary.proto). `time`: milliseconds since
 * 1970. Scalars are written as PyTorch's SummaryWriter writes them, which every reader of event files
 * knows: as `simple_value`, in single precision.
 */
export function event(time: number, said: Said): Uint8Array {
  const message = new PbfWriter();
  message.writeDoubleField(1, time / 1000);
  switch (said.kind) {
    case 'version':
      message.writeStringField(3, 'brain.Event:2');
      break;
    case 'scalar':
      message.writeVarintField(2, said.step);
      writeSummary(message, (value) => {
        value.writeStringField(1, said.tag);
        value.writeFloatField(2, said.value);
      });
      break;
    case 'hparams':
      writeSummary(message, (value) => {
        value.writeStringField(1, said.tag);
        value.writeMessage(8, writeNothing, null);
        value.writeMessage(9, writeMetadata, said.content);
      });
  }
  return message.finish();
}

/** A summary of one value. */
function writeSummary(message: PbfWriter, write: (value: PbfWriter) => void): void {
  message.writeMessage(
    5,
    (_, summary) => {
      summary.writeMessage(1, (_, value) => write(value), null);
    },
    null,
  );
}

/** SummaryMetadata { plugin_data { plugin_name, content } }. */
function writeMetadata(content: Uint8Array, metadata: PbfWriter): void {
  metadata.writeMessage(
    1,
    (_, plugin) => {
      plugin.writeStringField(1, 'hparams');
      plugin.writeBytesField(2, content);
    },
    null,
  );
}

/** A tensor of one dimension of size 0, which TensorBoard puts where only the metadata matters. */
function writeNothing(_: null, tensor: PbfWriter): void {
  tensor.writeVarintField(1, DT_FLOAT);
  tensor.writeMessage(
    2,
    (_, shape) => {
      shape.writeMessage(2, () => undefined, null);
    },
    null,
  );
}

const DT_FLOAT = 1;
