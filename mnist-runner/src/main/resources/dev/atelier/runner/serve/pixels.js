// Bytes to pictures.

/** Returns the bytes of a Base64 text, signed. */
export function bytes(text) {
  return Int8Array.from(atob(text), character => character.charCodeAt(0));
}

/** Returns the Base64 text of unsigned bytes. */
export function base64(array) {
  let text = "";
  for (const byte of array) {
    text += String.fromCharCode(byte);
  }
  return btoa(text);
}

/** Returns a colour of the style sheet as red, green and blue. */
export function colour(name) {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}

/** Returns a function from shares, -1 to 1, to colours: blue, the page's ground, orange. */
export function divergingColours() {
  const [ground, against, speaksFor] = ["--ground", "--series0", "--series1"].map(colour);
  return share => {
    const end = share < 0 ? against : speaksFor;
    const strength = Math.min(1, Math.abs(share));
    return ground.map((channel, i) => Math.round(channel + (end[i] - channel) * strength));
  };
}

/** Draws signed bytes as a picture of this size at a place of a canvas. */
export function drawShares(context, shares, offset, height, width, left = 0, top = 0, colours = divergingColours()) {
  const picture = context.createImageData(width, height);
  for (let i = 0; i < height * width; i++) {
    const rgb = offset + i < shares.length ? colours(shares[offset + i] / 127) : colours(0);
    picture.data.set([...rgb, 255], 4 * i);
  }
  context.putImageData(picture, left, top);
}

/** Draws unsigned bytes, 0 for paper to 255 for ink. */
export function drawInk(context, pixels, height, width) {
  const [ground, ink] = ["--ground", "--ink"].map(colour);
  const picture = context.createImageData(width, height);
  for (let i = 0; i < height * width; i++) {
    const strength = (pixels[i] & 255) / 255;
    picture.data.set([...ground.map((channel, c) => Math.round(channel + (ink[c] - channel) * strength)), 255], 4 * i);
  }
  context.putImageData(picture, 0, 0);
}

/** Makes an element with properties, and children in it. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Makes a canvas that stands for a picture with this description. */
export function pictureCanvas(height, width, description, className = "") {
  const canvas = element("canvas", {height, width, className});
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", description);
  return canvas;
}
