import { useQuery } from '@tanstack/react-query';
import { analytics, answered } from '../api/clients';
import { useSession } from '../app/session';
import { periodsOf } from './period-list';

/** Months in which there is time or value, latest first, as the rollups know them. */
export function useMonths(): string[] {
  const { may } = useSession();
  const { data } = useQuery({ queryKey: ['rollups'], enabled: may('process.read'), queryFn: () => answered(analytics.GET('/v1/rollups')), staleTime: 60_000 });
  return periodsOf(data?.months ?? []).months;
}
