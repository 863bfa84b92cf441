"""Writes tensorboard.json: what TensorBoard's own code writes, to compare Thaw's bytes with.

Run with tensorboard installed: python make_tensorboard.py
"""

import io
import json
import pathlib

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.plugins.hparams import api_pb2, metadata, plugin_data_pb2
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.version import VERSION


class Kept(io.BytesIO):
    def close(self):
        pass


def record(event):
    kept = Kept()
    RecordWriter(kept).write(event.SerializeToString())
    return kept.getvalue().hex()


def scalar(step, value):
    own = summary_pb2.Summary.Value(tag="val_loss", simple_value=value)
    return event_pb2.Event(
        wall_time=1700000000.25, step=step, summary=summary_pb2.Summary(value=[own])
    )


def hparams(tag, **data):
    own = summary_pb2.Summary.Value(
        tag=tag,
        metadata=metadata.create_summary_metadata(plugin_data_pb2.HParamsPluginData(**data)),
        tensor=metadata.NULL_TENSOR,
    )
    return event_pb2.Event(wall_time=1700000000.25, summary=summary_pb2.Summary(value=[own]))


start = plugin_data_pb2.SessionStartInfo(group_name="trial-7", start_time_secs=1700000000.25)
start.hparams["rate"].number_value = 0.01
end = plugin_data_pb2.SessionEndInfo(status=api_pb2.STATUS_FAILURE, end_time_secs=1700000060.5)
golden = {
    "tensorboard": VERSION,
    "version": record(event_pb2.Event(wall_time=1700000000.25, file_version="brain.Event:2")),
    "scalar": record(scalar(300, 0.5)),
    "nan": record(scalar(2, float("nan"))),
    "start": record(hparams(metadata.SESSION_START_INFO_TAG, session_start_info=start)),
    "end": record(hparams(metadata.SESSION_END_INFO_TAG, session_end_info=end)),
}
file = pathlib.Path(__file__).with_name("tensorboard.json")
file.write_text(json.dumps(golden, indent=2) + "\n")
