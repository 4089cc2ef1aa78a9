import { useQuery } from '@tanstack/react-query';
import { answered, invoicing } from '../api/clients';

/** Control totals of billing, which also name every legal entity that has billed or worked. */
export function useControlTotals() {
  return useQuery({ queryKey: ['control-totals'], queryFn: () => answered(invoicing.GET('/v1/control-totals')), staleTime: 60_000 });
}

/** Codes of the legal entities to choose from. */
export function useLegalEntities(): string[] {
  const { data } = useControlTotals();
  return [...new Set(data?.totals.map((total) => total.legal_entity_code) ?? [])].sort();
}
