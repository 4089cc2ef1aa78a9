// Leaves wording alone: sentences for people in traces and refusals. What they say is not tested word by word; that they are there is.
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Functions that take a sentence or a field's name for a message: name to the position of that argument. */
const SENTENCES = { why: 1, RuleError: 2 };

function isSentence(path) {
  if (!path.isStringLiteral() && !path.isTemplateLiteral()) return false;
  const call = path.parentPath;
  if (!call?.isCallExpression() && !call?.isNewExpression()) return false;
  return call.node.callee.type === 'Identifier' && path.listKey === 'arguments' && SENTENCES[call.node.callee.name] === path.key;
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'wording', { shouldIgnore: (path) => (isSentence(path) ? 'a sentence for people' : undefined) }),
];
