// <div class="chart" data-chart="id-of-a-json-script" aria-label="…">: draws the ECharts option in that script tag.
// Beside ECharts' own fields a series may carry "unit"; axes must be named by the page. Follows the theme.
import { label } from "./labels.js";
import { onContent } from "./on-content.js";

const PALETTE_LIGHT = ["#00709f", "#d9822b", "#2f9e5f", "#b0477e", "#6a5acd", "#8a6d3b", "#c2410c", "#4b7a8c"];
const PALETTE_DARK = ["#4fb6e6", "#f2a65a", "#5ccf8f", "#e58ab8", "#a79bf5", "#d6b97f", "#fb8a5c", "#8fc1d4"];
const drawn = new Map();
let loading;

function echarts() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../../vendor/echarts/echarts.min.js", import.meta.url).href;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

function colors() {
  const dark = document.documentElement.dataset.bsTheme === "dark";
  return dark
    ? { palette: PALETTE_DARK, ink: "#e3e8ec", soft: "#a9b4bc", line: "#3a444c", raised: "#2a333a" }
    : { palette: PALETTE_LIGHT, ink: "#1f2a33", soft: "#5c6a74", line: "#e3e7ea", raised: "#ffffff" };
}

function axis(given, tone) {
  const style = {
    nameTextStyle: { color: tone.soft },
    axisLabel: { color: tone.soft, hideOverlap: true },
    axisLine: { lineStyle: { color: tone.line } },
    splitLine: { lineStyle: { color: tone.line } },
  };
  const one = (value) => ({ ...style, ...value, axisLabel: { ...style.axisLabel, ...value.axisLabel } });
  return Array.isArray(given) ? given.map(one) : given && one(given);
}

function withUnit(series) {
  if (!series.unit) return series;
  return { ...series, tooltip: { valueFormatter: (value) => (value == null ? label("no_data") : `${Number(value).toLocaleString()} ${series.unit}`) } };
}

function dressed(option) {
  const tone = colors();
  const result = {
    color: tone.palette,
    animationDuration: 200,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    ...option,
    tooltip: {
      trigger: "axis",
      backgroundColor: tone.raised,
      borderColor: tone.line,
      textStyle: { color: tone.ink },
      ...option.tooltip,
      renderMode: "richText",
    },
    series: [].concat(option.series || []).map(withUnit),
  };
  if (option.legend) result.legend = { top: 0, textStyle: { color: tone.soft }, ...option.legend };
  if (option.xAxis) result.xAxis = axis(option.xAxis, tone);
  if (option.xAxis?.name && !option.xAxis.nameLocation) {
    Object.assign(result.xAxis, { nameLocation: "middle", nameGap: 28 });
    if (!option.grid) result.grid = { ...result.grid, bottom: 24 };
  }
  if (option.yAxis) result.yAxis = axis(option.yAxis, tone);
  return result;
}

function isEmpty(option) {
  return ![].concat(option.series || []).some((series) => series.data?.length);
}

onContent("[data-chart]", async (element) => {
  const source = document.getElementById(element.dataset.chart);
  if (!source) return;
  const option = JSON.parse(source.textContent);
  if (isEmpty(option)) {
    element.classList.add("chart-empty");
    element.textContent = label("no_data");
    return;
  }
  const library = await echarts();
  if (!element.isConnected) return;
  const chart = library.init(element);
  chart.setOption(dressed(option));
  drawn.set(element, { chart, option });
  new ResizeObserver(() => chart.resize()).observe(element);
});

document.addEventListener("theme-change", () => {
  for (const [element, { chart, option }] of drawn) {
    if (element.isConnected) chart.setOption(dressed(option), true);
    else drawn.delete(element);
  }
});
