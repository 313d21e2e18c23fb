import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import diagramCss from 'bpmn-js/dist/assets/diagram-js.css?inline';
import bpmnCss from 'bpmn-js/dist/assets/bpmn-js.css?inline';

// One style sheet for the page, since the element draws in light DOM.
const style = document.createElement('style');
style.textContent = diagramCss + bpmnCss;
document.head.append(style);

const TALLEST = 520;
const LOWEST = 220;

/**
 * A BPMN diagram with the places where a case stands and the path it took.
 * The wheel scrolls the page, never the diagram; buttons zoom.
 */
class ChanceryDiagram extends HTMLElement {
  /** @param {{xml: string, label: string, names: object, tokens: string[], passed: string[], incidents: string[]}} what */
  async show(what) {
    const given = JSON.parse(what);
    if (this.xml !== given.xml || !this.viewer) {
      await this.draw(given);
      this.xml = given.xml;
    }
    this.mark(given);
  }

  async draw(given) {
    this.replaceChildren();
    const canvas = document.createElement('div');
    canvas.className = 'diagram-canvas';
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', given.label);
    this.append(canvas, this.buttons(given.buttons));
    this.canvas = canvas;
    this.viewer?.destroy();
    this.viewer = new NavigatedViewer({
      container: canvas,
      zoomScroll: { enabled: false },
      bpmnRenderer: {
        defaultFillColor: 'var(--diagram-fill)',
        defaultStrokeColor: 'var(--diagram-stroke)',
        defaultLabelColor: 'var(--diagram-label)',
      },
    });
    this.viewer.on('import.parse.complete', ({ elementsById }) => {
      for (const [id, name] of Object.entries(given.names ?? {})) {
        if (elementsById?.[id]) elementsById[id].name = name;
      }
    });
    await this.viewer.importXML(given.xml);
    this.fit();
    this.resizes?.disconnect();
    this.resizes = new ResizeObserver(() => this.fit());
    this.resizes.observe(this);
  }

  mark({ tokens = [], passed = [], incidents = [] }) {
    const canvas = this.viewer.get('canvas');
    const overlays = this.viewer.get('overlays');
    const elements = this.viewer.get('elementRegistry');
    for (const [id, marker] of this.marked ?? []) {
      if (elements.get(id)) canvas.removeMarker(id, marker);
    }
    overlays.clear();
    this.marked = [
      ...passed.map((id) => [id, 'is-passed']),
      ...tokens.map((id) => [id, 'is-token']),
      ...incidents.map((id) => [id, 'is-stuck']),
    ].filter(([id]) => elements.get(id));
    for (const [id, marker] of this.marked) {
      canvas.addMarker(id, marker);
      if (marker === 'is-passed') continue;
      const sign = document.createElement('span');
      sign.className = `diagram-sign ${marker}`;
      sign.textContent = marker === 'is-stuck' ? '!' : '';
      overlays.add(id, { position: { top: -9, left: -9 }, html: sign });
    }
  }

  buttons(texts = {}) {
    const bar = document.createElement('div');
    bar.className = 'diagram-buttons';
    const add = (sign, label, act) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = sign;
      button.title = label ?? sign;
      button.setAttribute('aria-label', label ?? sign);
      button.addEventListener('click', act);
      bar.append(button);
    };
    add('+', texts.larger, () => this.zoomBy(1.25));
    add('−', texts.smaller, () => this.zoomBy(0.8));
    add('⤢', texts.whole, () => this.fit(true));
    return bar;
  }

  zoomBy(factor) {
    this.zoomed = true;
    const canvas = this.viewer.get('canvas');
    canvas.zoom(canvas.zoom() * factor, 'auto');
  }

  /** Shows the whole diagram at the height its shape asks for. */
  fit(again = false) {
    if (!this.viewer || this.offsetWidth === 0) return;
    if (this.zoomed && !again) return;
    this.zoomed = false;
    const canvas = this.viewer.get('canvas');
    const { inner } = canvas.viewbox();
    const scale = Math.min(1, this.offsetWidth / (inner.width + 40));
    const height = Math.round(Math.min(TALLEST, Math.max(LOWEST, inner.height * scale + 50)));
    this.canvas.style.height = `${height}px`;
    canvas.resized();
    canvas.zoom('fit-viewport', 'auto');
  }

  disconnectedCallback() {
    // A layout moves its content about while it builds; only an element that stays away is done with.
    setTimeout(() => {
      if (this.isConnected) return;
      this.resizes?.disconnect();
      this.viewer?.destroy();
      this.viewer = undefined;
    });
  }
}

customElements.define('chancery-diagram', ChanceryDiagram);
