-- Title: What scaling units does
-- What scaling the chosen units of the transformer does to the likelihood of images: the mean change of −log p of an image, in nats, and
-- that of scaling as many random units, or units matched in layer and mean activation; owner / train and owner / val are ratios. Intervals are of 95%, over images.
-- Section: Interventions
-- Grain: scale, factor and image group. Inputs: dose_response.
-- Population: owners of the chosen units, other training images, and validation images; empty before varmem intervene.
SELECT
    'transformer' AS part,
    coalesce(scale::VARCHAR, 'all') AS scale,
    factor,
    image_group AS images,
    round(any_value(nll_change), 3) AS change,
    format('{:.3f} to {:.3f}', any_value(nll_change_low), any_value(nll_change_high)) AS interval,
    round(any_value(control_mean) FILTER (WHERE control = 'random'), 3) AS random,
    format('{:.3f} to {:.3f}', any_value(control_min) FILTER (WHERE control = 'random'), any_value(control_max) FILTER (WHERE control = 'random')) AS "random, range",
    round(any_value(p) FILTER (WHERE control = 'random'), 3) AS "p (random)",
    round(any_value(control_mean) FILTER (WHERE control = 'matched'), 3) AS matched,
    format('{:.3f} to {:.3f}', any_value(control_min) FILTER (WHERE control = 'matched'), any_value(control_max) FILTER (WHERE control = 'matched')) AS "matched, range",
    round(any_value(p) FILTER (WHERE control = 'matched'), 3) AS "p (matched)"
FROM dose_response
GROUP BY dose_response.scale, factor, image_group
ORDER BY dose_response.scale NULLS FIRST, factor DESC, list_position(['owner', 'train', 'val', 'owner - train', 'owner - val', 'owner / train', 'owner / val'], image_group)
