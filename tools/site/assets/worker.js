// A page that was opened from a folder may not start workers, and the search is one. There, a worker's script runs in
// a hidden frame instead.
if (location.protocol === 'file:') {
  window.Worker = class {
    #frame = document.createElement('iframe');
    #loaded;

    constructor(url) {
      this.#frame.hidden = true;
      document.documentElement.append(this.#frame);
      const inside = this.#frame.contentWindow;
      inside.postMessage = (data) => this.#deliver(() => this.onmessage?.(this.#message(data)));
      this.#loaded = new Promise((resolve, reject) => {
        const script = inside.document.createElement('script');
        Object.assign(script, { src: url, onload: resolve, onerror: reject });
        inside.document.documentElement.append(script);
      });
      this.#loaded.catch((error) => this.onerror?.(error));
    }

    async postMessage(data) {
      const message = this.#message(data);
      await this.#loaded;
      this.#deliver(() => this.#frame.contentWindow?.dispatchEvent(message));
    }

    /** A message is a copy, as between a page and a worker. */
    #message(data) {
      return new MessageEvent('message', { data: structuredClone(data) });
    }

    /** It arrives when the page has handled the event that caused it. */
    #deliver(receive) {
      setTimeout(receive);
    }

    terminate() {
      this.#frame.remove();
    }
  };
}
