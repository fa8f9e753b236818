"""The sandbox: Chinese social platforms emulated at their wire protocol, with an audience and injected faults."""
