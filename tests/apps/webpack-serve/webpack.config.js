export default {
  mode: "production",
  entry: "./main.js",
  output: { filename: "main.js", publicPath: "/" },
  performance: false,
  devServer: { static: { directory: ".", watch: false } },
};
