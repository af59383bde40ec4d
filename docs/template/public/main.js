// Blocks without a language are commands and output: the highlighter must not guess one.
export default {
  configureHljs: hljs => hljs.configure({ languages: [] }),
}
