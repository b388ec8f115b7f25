-- What the results owe to the ten images that own most.
SELECT
    part,
    format(
        'Without the 10 images that own most of it, {} of U10 stay in it, and mean UnitMem goes from {:.3f} to {:.3f}.',
        percent(without.u10_kept), whole.unit_mem_mean, without.unit_mem_mean
    ) AS sentence
FROM leave_owners_out AS without
JOIN leave_owners_out AS whole USING (population, part)
SEMI JOIN shown USING (population, part)
WHERE without.left_out = 10 AND whole.left_out = 0
