function measures() {
  // Texts are measured by their line boxes, of which letters fill about the middle three fifths.
  const LEADING = 0.2, SLACK = 1;
  const CONTRAST = 4.5, LARGE = 3;
  // What is left of A4 landscape between margins of 25 and 12 mm, in pixels.
  const PAPER_HEIGHT = (210 - 25 - 12) / 25.4 * 96;
  const say = element => {
    const words = (element.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 40);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') || ''}"> ${words}`;
  };
  const outermost = element => {
    let svg = element.closest('svg');
    while (svg && svg.parentElement.closest('svg')) svg = svg.parentElement.closest('svg');
    return svg;
  };
  const figures = () => [...document.querySelectorAll('figure svg')].filter(svg => outermost(svg) === svg);
  const hides = element => {
    const style = getComputedStyle(element);
    const cut = style.clipPath.startsWith('inset(50%') || style.clip === 'rect(0px, 0px, 0px, 0px)';
    return cut || style.opacity === '0';
  };
  const visible = element => {
    if (!element.checkVisibility({ visibilityProperty: true })) return false;
    for (let e = element; e; e = e.parentElement) if (hides(e)) return false;
    return true;
  };
  const clipped = (box, element) => {
    let { left, top, right, bottom } = box;
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      if (e instanceof SVGElement && !(e instanceof SVGSVGElement)) continue;
      if (getComputedStyle(e).overflowX === 'visible') continue;
      const outer = e.getBoundingClientRect();
      left = Math.max(left, outer.left); right = Math.min(right, outer.right);
      top = Math.max(top, outer.top); bottom = Math.min(bottom, outer.bottom);
    }
    return { left, top, right, bottom };
  };
  // Every line of visible text with its box; what is moved off the page is not visible.
  const lines = () => {
    const found = [], skip = new Set(['style', 'title', 'desc', 'script', 'head']);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Map();
    while (walker.nextNode()) {
      const node = walker.currentNode, element = node.parentElement;
      if (!node.data.trim() || skip.has(element.tagName.toLowerCase())) continue;
      if (!seen.has(element)) seen.set(element, visible(element));
      if (!seen.get(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const whole of range.getClientRects()) {
        const inSvg = element.closest('svg') !== null;
        const box = inSvg ? whole : clipped(whole, element);
        if (box.right - box.left < 1 || box.bottom - box.top < 1) continue;
        if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) continue;
        found.push({ node, element, whole, box, words: node.data.trim().slice(0, 40) });
      }
    }
    return found;
  };
  const shrunk = box => {
    const lead = (box.bottom - box.top) * LEADING;
    return { left: box.left + SLACK / 2, right: box.right - SLACK / 2, top: box.top + lead, bottom: box.bottom - lead };
  };
  const within = (inner, outer) => inner.left >= outer.left - SLACK && inner.right <= outer.right + SLACK
    && inner.top >= outer.top - SLACK && inner.bottom <= outer.bottom + SLACK;

  const rgb = text => {
    const numbers = (text.match(/[\d.]+/g) || []).map(Number);
    return text.startsWith('rgb') ? [numbers[0], numbers[1], numbers[2], numbers.length > 3 ? numbers[3] : 1] : null;
  };
  const over = (top, under) => [0, 1, 2].map(k => top[k] * top[3] + under[k] * (1 - top[3])).concat(1);
  const luminance = colour => {
    const [r, g, b] = colour.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const behindHtml = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour && colour[3] > 0) layers.push(colour);
      if (colour && colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  // The colours of a fill: those of everything in it where it is a pattern.
  const colours = (paint, opacity) => {
    const named = paint.match(/url\(["']?#([^"')]+)/);
    const plain = p => { const c = rgb(p); return c ? [[c[0], c[1], c[2], c[3] * opacity]] : []; };
    if (!named) return plain(paint);
    const pattern = document.getElementById(named[1]);
    if (!pattern) return [];
    return [...pattern.querySelectorAll('*')].flatMap(e => {
      const style = getComputedStyle(e);
      return [...plain(style.fill), ...plain(style.stroke)];
    });
  };
  // Everything that lies under a text of a chart, from the last drawn to the first that is opaque.
  const shapesOf = new Map();
  const behindSvg = (element, box, svg) => {
    const own = getComputedStyle(element);
    if (own.paintOrder.startsWith('stroke') && rgb(own.stroke) && parseFloat(own.strokeWidth) >= 2) return [rgb(own.stroke)];
    if (!shapesOf.has(svg)) {
      const all = [...svg.querySelectorAll('rect, path, circle, ellipse, polygon')];
      shapesOf.set(svg, all.filter(s => !s.closest('defs, pattern, clipPath') && visible(s)));
    }
    const base = behindHtml(svg), found = [];
    const middle = (box.top + box.bottom) / 2;
    for (const x of [box.left + 2, (box.left + box.right) / 2, box.right - 2]) {
      let under = [base];
      for (const shape of shapesOf.get(svg)) {
        if (!(shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
        const style = getComputedStyle(shape);
        if (style.fill === 'none') continue;
        const matrix = shape.getScreenCTM();
        if (!matrix) continue;
        const at = new DOMPoint(x, middle).matrixTransform(matrix.inverse());
        if (!shape.isPointInFill(at)) continue;
        const opacity = parseFloat(style.fillOpacity) * parseFloat(style.opacity);
        const own = colours(style.fill, opacity);
        if (style.fill.startsWith('url')) under = own.map(c => over(c, under[0])).concat(under);
        else under = own.flatMap(c => under.map(u => over(c, u)));
      }
      found.push(...under);
    }
    return found;
  };

  // Where the focus is, what is said there, and the values that are seen.
  const focused = () => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const shown = [...(outermost(e) || document.createElement('p')).querySelectorAll('.value')].filter(visible);
    return {
      place: Number(e.dataset.place), label: e.getAttribute('aria-label') || '', chart: e.closest('svg') !== null,
      seen: shown.map(r => r.textContent.trim()).join(' '), own: shown.every(r => e.contains(r)), what: say(e),
    };
  };

  return {
    foreign() {
      const wrong = [];
      const active = 'script, iframe, object, embed, link, img, video, audio, form, base, meta[http-equiv="refresh"]';
      for (const e of document.querySelectorAll(active)) wrong.push(`there is ${say(e)}`);
      for (const e of document.querySelectorAll('*')) for (const a of e.attributes) {
        if (/^on/i.test(a.name)) wrong.push(`${a.name} on ${say(e)}`);
        if (/^(href|xlink:href|src|action)$/.test(a.name) && !a.value.startsWith('#')) wrong.push(`${a.name}=${a.value}`);
      }
      if (/@import|url\(\s*["']?(?!#)/.test([...document.querySelectorAll('style')].map(s => s.textContent).join())) {
        wrong.push('the style sheet asks for a file');
      }
      return wrong;
    },
    charts() {
      const wrong = [], all = figures();
      if (!all.length) wrong.push('there is no chart');
      for (const svg of all) {
        const box = svg.getBoundingClientRect(), parent = svg.parentElement.getBoundingClientRect();
        if (!visible(svg)) wrong.push(`hidden: ${say(svg)}`);
        else if (box.width < 50 || box.height < 30) wrong.push(`${box.width} × ${box.height}: ${say(svg)}`);
        else if (!within(box, parent)) wrong.push(`beyond what holds it: ${say(svg)}`);
        if (/NaN|Infinity|undefined/.test(svg.outerHTML)) wrong.push(`no number: ${say(svg)}`);
      }
      return wrong;
    },
    overlaps() {
      const wrong = [], boxes = lines().map(line => ({ ...line, ...shrunk(line.box) })).filter(b => b.right > b.left);
      boxes.sort((a, b) => a.top - b.top);
      for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length && boxes[j].top < boxes[i].bottom; j++) {
        const [a, b] = [boxes[i], boxes[j]];
        if (a.node === b.node) continue;
        if (a.left < b.right && b.left < a.right) wrong.push(`"${a.words}" and "${b.words}"`);
      }
      return wrong;
    },
    inside() {
      const wrong = [];
      for (const { element, whole, words } of lines()) {
        const holder = outermost(element) || element.closest('td, th, li, p, h1, h2, h3, h4, dd, dt, figcaption');
        const sized = holder && (holder.tagName === 'svg' || getComputedStyle(holder).display !== 'inline');
        if (sized && !within(shrunk(whole), holder.getBoundingClientRect())) {
          wrong.push(`"${words}" is not inside ${say(holder)}`);
        }
      }
      return wrong;
    },
    scrolling() {
      const page = document.documentElement;
      return page.scrollWidth > innerWidth ? [`${page.scrollWidth} pixels are wanted of ${innerWidth}`] : [];
    },
    contrast() {
      const wrong = [];
      for (const { element, whole, words } of lines()) {
        const style = getComputedStyle(element), svg = outermost(element);
        const ink = rgb(svg ? style.fill : style.color);
        if (!ink) { wrong.push(`"${words}" has the colour ${svg ? style.fill : style.color}`); continue; }
        const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
        const least = !svg && (size >= 24 || bold && size >= 18.66) ? LARGE : CONTRAST;
        const under = svg ? behindSvg(element, whole, svg) : [behindHtml(element)];
        const lowest = Math.min(...under.map(u => ratio(over(ink, u), u)));
        if (lowest < least) wrong.push(`"${words}" has ${lowest.toFixed(2)}`);
      }
      return wrong;
    },
    headings() {
      const wrong = [], levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
      let before = 0;
      for (const heading of levels) {
        const level = Number(heading.tagName[1]);
        if (level > before + 1) wrong.push(`level ${level} after ${before}: ${say(heading)}`);
        if (!heading.textContent.trim()) wrong.push(`an empty heading of level ${level}`);
        before = level;
      }
      if (!levels.length || levels[0].tagName !== 'H1') wrong.push('the first heading is not the title');
      return wrong;
    },
    names() {
      const wrong = [], ids = new Map();
      const spoken = e => (e.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean)
        .map(id => (document.getElementById(id) || {}).textContent || '').join(' ').trim()
        || (e.getAttribute('aria-label') || '').trim();
      if (!document.documentElement.lang) wrong.push('the page has no language');
      if (!document.title.trim()) wrong.push('the page has no title');
      for (const svg of document.querySelectorAll('svg')) {
        if (svg.closest('[aria-hidden="true"]')) continue;
        if (!spoken(svg)) wrong.push(`a chart without a name: ${say(svg)}`);
        if (svg.closest('figure') && !svg.querySelector('title, desc')) wrong.push(`a chart without words: ${say(svg)}`);
      }
      for (const e of document.querySelectorAll('svg [tabindex]')) if (!spoken(e)) wrong.push(`a value without a name: ${say(e)}`);
      for (const e of document.querySelectorAll('[id]')) ids.set(e.id, (ids.get(e.id) || 0) + 1);
      for (const [id, times] of ids) if (times > 1) wrong.push(`${times} elements are called ${id}`);
      for (const e of document.querySelectorAll('a[href^="#"]')) {
        if (!document.getElementById(decodeURIComponent(e.getAttribute('href').slice(1)))) wrong.push(`nothing is called ${e.getAttribute('href')}`);
      }
      for (const e of document.querySelectorAll('[aria-labelledby], [aria-describedby]')) {
        for (const name of ['aria-labelledby', 'aria-describedby']) for (const id of (e.getAttribute(name) || '').split(/\s+/)) {
          if (id && !document.getElementById(id)) wrong.push(`${name} names ${id}, which is not there`);
        }
      }
      for (const table of document.querySelectorAll('table')) {
        if (!table.querySelector('th[scope]')) wrong.push(`a table without headings: ${say(table)}`);
      }
      return wrong;
    },
    breaks() {
      const wrong = [];
      for (const figure of document.querySelectorAll('figure')) {
        for (const svg of figures().filter(svg => figure.contains(svg))) {
          let kept = false;
          for (let e = svg; e && e !== document.body; e = e.parentElement) {
            kept = kept || getComputedStyle(e).breakInside.startsWith('avoid') && e.getBoundingClientRect().height <= PAPER_HEIGHT;
          }
          if (!kept) wrong.push(`may be cut in two: ${say(svg)}`);
        }
      }
      for (const row of document.querySelectorAll('tr')) {
        if (!getComputedStyle(row).breakInside.startsWith('avoid')) { wrong.push(`a row may be cut in two: ${say(row)}`); break; }
      }
      for (const head of document.querySelectorAll('thead')) {
        if (getComputedStyle(head).display !== 'table-header-group') wrong.push(`headings are not repeated: ${say(head)}`);
      }
      return wrong;
    },
    focusable() {
      const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])');
      return [...all].filter(e => e.checkVisibility()).map((e, i) => { e.dataset.place = i; return say(e); });
    },
    focused,
    // The same of every element from a place on, focused one after the other.
    rest(from) {
      const all = [...document.querySelectorAll('[data-place]')].filter(e => Number(e.dataset.place) >= from);
      return all.map(e => { e.focus({ focusVisible: true }); return focused(); });
    },
    // The boxes of the charts in the page, in pixels.
    places() {
      return figures().map(svg => {
        const box = svg.getBoundingClientRect();
        return [box.left + scrollX, box.top + scrollY, box.width, box.height, (svg.querySelector('title') || {}).textContent || ''];
      });
    },
  };
}
