// The journal as it grows. A stream where there is one; where there is none, or it breaks, the journal is
// read again every now and then.

const PAUSE_MS = 1500;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Journal extends EventTarget {
  constructor(api) {
    super();
    this.api = api;
    this.exchanges = new Map();
    this.revision = 0;
    this.state = "connecting";
  }

  get(id) {
    return this.exchanges.get(id);
  }

  newestFirst() {
    return [...this.exchanges.values()].sort((one, other) => other.id - one.id);
  }

  async follow() {
    for (;;) {
      try {
        await this.load();
        this.become("polling");
      } catch {
        this.become("offline");
        await pause(PAUSE_MS);
        continue;
      }
      await this.stream();
      await pause(PAUSE_MS);
    }
  }

  async load() {
    const { data, revision } = await this.api.get("journal");
    this.exchanges = new Map(data.map((exchange) => [exchange.id, exchange]));
    this.revision = revision;
    this.changed();
  }

  // Over when the stream breaks.
  stream() {
    return new Promise((resolve) => {
      const source = new EventSource(this.api.url("journal/stream", { changed_since: this.revision }));
      source.addEventListener("open", () => this.become("live"));
      source.addEventListener("exchange", (event) => {
        const exchange = JSON.parse(event.data);
        this.exchanges.set(exchange.id, exchange);
        this.changed();
      });
      source.addEventListener("cleared", () => {
        this.exchanges.clear();
        this.changed();
      });
      source.addEventListener("error", () => {
        source.close();
        resolve();
      });
    });
  }

  become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }

  // Many changes in one frame are told once.
  changed() {
    if (this.pending) return;
    this.pending = true;
    setTimeout(() => {
      this.pending = false;
      this.dispatchEvent(new Event("change"));
    }, 30);
  }
}
