// The world's clock as the page shows it: asked for now and then, counted on in between.

const ASK_MS = 5000;
const TICK_MS = 250;

export class Clock extends EventTarget {
  constructor(api) {
    super();
    this.api = api;
    this.known = false;
    this.speed = 1;
  }

  start() {
    this.load();
    setInterval(() => this.load(), ASK_MS);
    setInterval(() => this.dispatchEvent(new Event("tick")), TICK_MS);
  }

  async load() {
    try {
      this.show(await this.api.get("clock"));
    } catch {
      this.known = false;
    }
  }

  show(clock) {
    this.told = new Date(clock.now).getTime();
    this.heard = performance.now();
    this.speed = clock.speed;
    this.known = true;
    this.dispatchEvent(new Event("tick"));
  }

  now() {
    return new Date(this.told + (performance.now() - this.heard) * this.speed);
  }
}
