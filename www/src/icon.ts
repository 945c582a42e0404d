/** The page's own icons: one path each on a 16 × 16 grid, drawn with the current colour. */

const PATHS = {
  create: "M8 3v10M3 8h10",
  update: "M3 11.5V13h1.5L12 5.5 10.5 4zM9.5 5l1.5 1.5",
  disable: "M8 2.5v5M4.7 4.6a5 5 0 1 0 6.6 0",
  delete: "M3.5 4.5h9M6.5 4.5v-1.5h3v1.5M4.7 4.5l.6 8.5h5.4l.6-8.5",
  stageddelete: "M8 4v4.2l2.6 1.6M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11",
  none: "M3.5 6h9M3.5 10h9",
  skip: "M4 8h6M8 5.5 10.5 8 8 10.5M13 4v8",
  error: "M8 4.5v4.2M8 11.2v.3M8 2 14.5 13.5h-13z",
  warning: "M8 4.5v4.2M8 11.2v.3M8 2 14.5 13.5h-13z",
  info: "M8 7.2v4M8 4.8v.3M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2",
  check: "m3.5 8.5 3 3 6-7",
  cross: "m4 4 8 8M12 4l-8 8",
  chevron: "m6 4 4 4-4 4",
  undo: "M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "m10 3.5 3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9",
  search: "m10.2 10.2 3.3 3.3M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4",
  user: "M8 2.8a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8M3.2 13.2c.4-2.6 2.3-4 4.8-4s4.4 1.4 4.8 4",
  group: "M6 3.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M2 12.5c.3-2.2 1.9-3.4 4-3.4s3.7 1.2 4 3.4M10.5 3.8a2 2 0 0 1 0 3.5M11.7 9.4c1.3.5 2.1 1.5 2.3 3.1",
  arrow: "M3 8h9.5M9 4.5 12.5 8 9 11.5",
  theme: "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: IconName, className = "icon"): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.appendChild(path);
  return svg;
}
