-- Which layer type and which depth hold most of U10, for their size.
WITH
kind AS (
    SELECT part, kind, u10_count, unit_count, u10_share_of_kind
    FROM localization_by_kind
    SEMI JOIN shown USING (population, part)
    QUALIFY row_number() OVER (PARTITION BY part ORDER BY u10_share_of_kind DESC, kind) = 1
),

block AS (
    SELECT part, block, u10_count, unit_count
    FROM localization_by_block
    SEMI JOIN shown USING (population, part)
    WHERE block IS NOT NULL AND u10_count > 0
    QUALIFY row_number() OVER (PARTITION BY part ORDER BY u10_count / unit_count DESC, block) = 1
)

SELECT
    part,
    format(
        'Localization: of {} {:,} of {} {} in U10 ({}), the largest share of any layer type',
        kind, kind.u10_count, plural(kind.unit_count, 'unit'), if(kind.u10_count = 1, 'is', 'are'), percent(u10_share_of_kind)
    ) || coalesce(
        format(
            '; of {} {} {:,} of {:,} ({}), the largest of any depth.',
            lower(depth), block, block.u10_count, block.unit_count, percent(block.u10_count / block.unit_count)
        ),
        '.'
    ) AS sentence
FROM kind
LEFT JOIN block USING (part)
JOIN (SELECT part, depth FROM shown) USING (part)
WHERE kind.u10_count > 0
