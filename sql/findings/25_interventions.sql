-- Whether the chosen units matter more to the images that own them than other units do; for the factor that is nearest to 0.
-- Units that matter more altogether cost the owners more, too: what tells them apart is how many times as much as other images.
WITH
dosed AS (
    SELECT * FROM dose_response WHERE scale IS NULL QUALIFY rank() OVER (ORDER BY abs(factor), factor DESC) = 1
),

controlled AS (
    SELECT
        control,
        any_value(control_mean) FILTER (WHERE image_group = 'owner - train') AS beyond,
        any_value(control_mean) FILTER (WHERE image_group = 'owner / train') AS times,
        any_value(control_min) FILTER (WHERE image_group = 'owner / train') AS low,
        any_value(control_max) FILTER (WHERE image_group = 'owner / train') AS high,
        any_value(draws) FILTER (WHERE image_group = 'owner / train') AS draws,
        any_value(p) FILTER (WHERE image_group = 'owner / train') AS p
    FROM dosed
    GROUP BY control
),

compared AS (
    SELECT
        string_agg(
            format(
                '{:.1f} more and {:.2f} times as much ({:.2f} to {:.2f} over {}, {}) with {}', beyond, times, low, high, plural(draws, 'draw'), p_value(p),
                if(control = 'random', 'as many random units', 'units matched in layer and mean activation')
            ),
            ', ' ORDER BY control DESC
        ) AS words,
        CASE
            WHEN min(draws) < 19 THEN 'too few draws to tell'
            WHEN max(p) < 0.05 THEN 'these units are more selective than either'
            WHEN min(p) < 0.05 THEN 'these units are more selective than one of them'
            ELSE 'these units are no more selective than others'
        END AS verdict
    FROM controlled
    WHERE draws > 0
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
        any_value(nll_change) FILTER (WHERE image_group = 'owner / train') AS times,
        any_value(nll_change_low) FILTER (WHERE image_group = 'owner / train') AS times_low,
        any_value(nll_change_high) FILTER (WHERE image_group = 'owner / train') AS times_high
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
    || format('; the owners lose {:.1f} more than other training images', beyond)
    || coalesce(format(' (95% interval {:.1f} to {:.1f})', low, high), '')
    || coalesce(format(' and {:.2f} times as much', times), '')
    || coalesce(format(' ({:.2f} to {:.2f})', times_low, times_high), '')
    || coalesce(format('; it is {}: {}', words, verdict), '')
    || '.' AS sentence
FROM said
LEFT JOIN compared ON words IS NOT NULL
WHERE beyond IS NOT NULL
