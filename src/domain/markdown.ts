/** Free text of others as Markdown shows it unchanged. `{` is escaped too, because Temporal's UI fills in `{workflowId}` and the like. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>&|~]/g, '\\$&');
}
