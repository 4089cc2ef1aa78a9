import { Alert, Code, List, Text } from '@mantine/core';
import { ProblemError } from '../api/problem';

/** A refusal in the server's words: title, detail, each wrong field with its fix, and the id to quote. */
export function ProblemAlert({ error }: { error: unknown }) {
  if (!error) return null;
  if (!(error instanceof ProblemError)) {
    return <Alert color="red" role="alert" title="The suite could not be reached">{error instanceof Error ? error.message : String(error)}</Alert>;
  }
  const { title, detail, errors = [], code, correlation_id } = error.problem;
  return (
    <Alert color="red" role="alert" title={code ? `${title} (${code})` : title}>
      {detail && <Text size="sm">{detail}</Text>}
      {errors.length > 0 && (
        <List size="sm" mt="xs">
          {errors.map((e) => <List.Item key={`${e.field}${e.message}`}><Code>{e.field}</Code>: {e.message}. {e.fix}</List.Item>)}
        </List>
      )}
      {correlation_id && <Text size="xs" mt="xs">Correlation id: <span className="code">{correlation_id}</span></Text>}
    </Alert>
  );
}
