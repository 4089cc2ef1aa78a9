import { BarChart } from '@mantine/charts';
import { share } from '../format/decimal';
import type { UtilizationRow } from './use-utilization';

/** The most bars that can be told apart. */
const BARS = 30;

/** Utilization as bars with the target. The table below says the same in figures. */
export function UtilizationChart({ rows, target }: { rows: UtilizationRow[]; target: string }) {
  const shown = rows.filter((row) => row.utilization !== null).slice(0, BARS);
  if (shown.length < 2) return null;
  const bars = shown.map((row) => ({ label: row.label, Utilization: Number(row.utilization) }));
  return (
    <div role="img" aria-label={`Utilization of ${shown.length} groups as bars, with the target of ${share(target)} as a line; the table has the figures`}>
      <BarChart h={260} data={bars} dataKey="label" series={[{ name: 'Utilization', color: 'indigo.6' }]} valueFormatter={(value) => share(value.toString())}
        yAxisProps={{ domain: [0, (most: number) => Math.max(1, most)] }} maxBarWidth={64} referenceLines={[{ y: Number(target), color: 'orange.7' }]} />
    </div>
  );
}
