/** What the pages of the console may load, and where their forms may go: nowhere but here. */
export const CONSOLE_SOURCES = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
};
