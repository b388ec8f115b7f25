-- What UnitMem knows of the training that the likelihood does not.
SELECT
    part,
    'UnitMem beside the likelihood: AUROC of a regression on both kinds of scores, on images that it has not seen, is '
    || string_agg(
        format(
            '{:.2f} for {}, {:+.3f} against the likelihood alone (95% interval {:+.3f} to {:+.3f})',
            auroc_both,
            CASE contrast
                WHEN 'canary_train' THEN 'canaries among training images'
                WHEN 'canary_val' THEN 'canaries against validation images'
                ELSE 'training against validation images'
            END,
            added, added_low, added_high
        ),
        '; '
        ORDER BY contrast
    )
    || '.' AS sentence
FROM unit_mem_adds
GROUP BY part
