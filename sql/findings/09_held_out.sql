-- Whether the owners among training images stand out from held-out ones more than the reverse.
SELECT
    part,
    format(
        'Against the other split''s strongest images, the owners of U10 stand out by {:.3f} on average in training and by {:.3f} in validation images,'
        || ' those of all units by {:.3f} and {:.3f} (held-out-normalised UnitMem; the same of both without memorization).',
        max(held_out_unit_mem_mean) FILTER (WHERE unit_set = 'U10' AND split = 'train'),
        max(held_out_unit_mem_mean) FILTER (WHERE unit_set = 'U10' AND split = 'val'),
        max(held_out_unit_mem_mean) FILTER (WHERE unit_set = 'all' AND split = 'train'),
        max(held_out_unit_mem_mean) FILTER (WHERE unit_set = 'all' AND split = 'val')
    ) AS sentence
FROM held_out_summary
GROUP BY part
HAVING count(*) = 4
