// The report that people open: one file, grouped by business area and feature.
// With a second plugin, index.html would only be a page of links.
const outcome = (words) => ({ labels: { outcome: new RegExp(`^${words}$`) } });

export default {
  name: "Golden Path",
  output: "reports/allure",
  // Of no use to whoever asks whether the agent keeps its promises.
  hideLabels: ["framework", "language", "severity"],
  plugins: {
    awesome: {
      options: {
        reportName: "Golden Path",
        reportLanguage: "en",
        singleFile: true,
        groupBy: ["epic", "feature"],
      },
    },
  },
  // Each result carries its outcome as a label; "not measured" and "broken" look alike otherwise.
  categories: [
    { name: "Not met: the agent broke a promise", matchers: outcome("not met"), expand: true },
    { name: "Not measured: it could not be observed this time", matchers: outcome("not measured") },
    { name: "Broken: the suite could not judge at all", matchers: outcome("broken") },
    { name: "Not supported: this agent cannot show it", matchers: outcome("not supported") },
  ],
};
