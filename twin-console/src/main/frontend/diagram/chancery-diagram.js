import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import diagramCss from 'bpmn-js/dist/assets/diagram-js.css?inline';
import bpmnCss from 'bpmn-js/dist/assets/bpmn-js.css?inline';

// One style sheet for the page, since the element draws in light DOM.
const style = document.createElement('style');
style.textContent = diagramCss + bpmnCss;
document.head.append(style);

const TALLEST = 560;
const LOWEST = 220;
/** Below this the names of tasks cannot be read, so the diagram begins where the case stands. */
const READABLE = 0.6;
const AROUND = 50;

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
    this.stands = (given.tokens ?? []).filter((id) => this.isWork(id));
    this.here.hidden = this.stands.length === 0;
    this.fit();
  }

  async draw(given) {
    this.replaceChildren();
    const canvas = document.createElement('div');
    canvas.className = 'diagram-canvas';
    this.setAttribute('role', 'figure');
    this.setAttribute('aria-label', given.label);
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
      return button;
    };
    add('+', texts.larger, () => this.zoomBy(1.25));
    add('−', texts.smaller, () => this.zoomBy(0.8));
    this.here = add('◎', texts.here, () => this.showStands(true));
    add('⤢', texts.whole, () => this.showWhole(true));
    return bar;
  }

  zoomBy(factor) {
    this.zoomed = true;
    const canvas = this.viewer.get('canvas');
    canvas.zoom(canvas.zoom() * factor, 'auto');
  }

  isWork(id) {
    return /Task$|Activity$/.test(this.viewer.get('elementRegistry').get(id)?.type ?? '');
  }

  /** As a reader finds it: the whole if that can be read, else where the case stands. */
  fit() {
    if (!this.viewer || this.offsetWidth === 0 || this.zoomed) return;
    if (this.stands?.length && this.wholeScale() < READABLE) this.showStands();
    else this.showWhole();
  }

  wholeScale() {
    return Math.min(1, this.offsetWidth / (this.viewer.get('canvas').viewbox().inner.width + 40));
  }

  /** The whole diagram at the height its shape asks for. */
  showWhole(asked = false) {
    this.zoomed = asked;
    const canvas = this.viewer.get('canvas');
    const { inner } = canvas.viewbox();
    this.tall(inner.height * this.wholeScale() + 50);
    canvas.zoom('fit-viewport', 'auto');
  }

  /** The tasks that are open, near enough to be read. */
  showStands(asked = false) {
    this.zoomed = asked;
    const canvas = this.viewer.get('canvas');
    const boxes = this.stands.map((id) => this.viewer.get('elementRegistry').get(id));
    const left = Math.min(...boxes.map(({ x }) => x)) - AROUND;
    const top = Math.min(...boxes.map(({ y }) => y)) - AROUND;
    const right = Math.max(...boxes.map(({ x, width }) => x + width)) + AROUND;
    const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + AROUND;
    const width = this.offsetWidth;
    const scale = Math.min(1, Math.max(READABLE, Math.min(width / (right - left), TALLEST / (bottom - top))));
    const height = this.tall(Math.max((bottom - top) * scale, 0.5 * width));
    canvas.viewbox({
      x: (left + right) / 2 - width / scale / 2,
      y: (top + bottom) / 2 - height / scale / 2,
      width: width / scale,
      height: height / scale,
    });
  }

  tall(wanted) {
    const height = Math.round(Math.min(TALLEST, Math.max(LOWEST, wanted)));
    this.canvas.style.height = `${height}px`;
    this.viewer.get('canvas').resized();
    return height;
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
