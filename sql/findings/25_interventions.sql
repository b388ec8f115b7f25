-- Whether the chosen units matter more to the images that own them than other units do; for the factor that is nearest to 0.
WITH
dosed AS (
    SELECT * FROM dose_response WHERE scale IS NULL QUALIFY rank() OVER (ORDER BY abs(factor), factor DESC) = 1
),

said AS (
    SELECT
        any_value(factor) AS factor,
        any_value(unit_count) AS unit_count,
        any_value(unit_set) AS unit_set,
        any_value(image_count) FILTER (WHERE image_group = 'owner') AS owners,
        any_value(nll_change) FILTER (WHERE image_group = 'owner') AS of_owners,
        any_value(nll_change) FILTER (WHERE image_group = 'train') AS of_others,
        any_value(nll_change) FILTER (WHERE image_group = 'val') AS of_val,
        any_value(nll_change) FILTER (WHERE image_group = 'owner - train') AS beyond,
        any_value(nll_change_low) FILTER (WHERE image_group = 'owner - train') AS low,
        any_value(nll_change_high) FILTER (WHERE image_group = 'owner - train') AS high,
        string_agg(
            format(
                '{:.1f} of {} ({:.1f} to {:.1f} over {}, {})', control_mean,
                if(control = 'random', 'as many random units', 'units matched in layer and mean activation'),
                control_min, control_max, plural(draws, 'draw'), p_value(p)
            ),
            ' and ' ORDER BY control DESC
        ) FILTER (WHERE image_group = 'owner - train' AND draws > 0) AS controls,
        max(p) FILTER (WHERE image_group = 'owner - train') AS largest_p,
        min(p) FILTER (WHERE image_group = 'owner - train') AS smallest_p
    FROM dosed
)

SELECT
    'transformer' AS part,
    format(
        '{}, {} ({}) make the {} own them less likely by {:.1f} nats, other training images by {:.1f}{}',
        if(factor = 0, 'Taken out', format('Multiplied by {:g}', factor)), plural(unit_count, 'unit'), unit_set,
        if(owners = 1, 'one image measured that', format('{:,} images measured that', owners)), of_owners, of_others,
        coalesce(format(' and validation images by {:.1f}', of_val), '')
    )
    || format('; the owners'' loss beyond the other training images'' is {:.1f}', beyond)
    || coalesce(format(' (95% interval {:.1f} to {:.1f})', low, high), '')
    || coalesce(
        format(
            ', against {}: {}', controls,
            CASE
                WHEN largest_p < 0.05 THEN 'more than either'
                WHEN smallest_p < 0.05 THEN 'more than one of them'
                ELSE 'no more than others'
            END
        ),
        ''
    )
    || '.' AS sentence
FROM said
WHERE beyond IS NOT NULL
