-- How well each likelihood score tells images of the training from others, on the logits of the label and on those less the null class's.
-- Section: Membership
-- Grain: contrast and score. Inputs: ground_truth. Scores of single scales, and those that some images lack, are left out.
-- Population: the images of each contrast that have the score; empty where there is none, or no likelihood.
WITH named AS (
    SELECT *, starts_with(score, 'cfg_') AS is_cfg, regexp_replace(score, '^cfg_', '') AS name, regexp_replace(name, '(_[0-9]+)+$', '') AS family
    FROM ground_truth
    WHERE part = 'likelihood' AND covers_all AND score NOT LIKE '%scale%'
)

SELECT
    format(
        '{}|{:,} against {:,} images',
        CASE contrast
            WHEN 'canary_train' THEN 'Canaries / other training'
            WHEN 'canary_val' THEN 'Canaries / validation'
            ELSE 'Training / validation'
        END,
        max(positives) OVER (PARTITION BY contrast), max(negatives) OVER (PARTITION BY contrast)
    ) AS contrast,
    name AS score,
    if(is_cfg, 'logits less those of the null class', 'logits of the label') AS logits,
    auroc,
    auroc_low,
    auroc_high
FROM named
ORDER BY
    named.contrast,
    list_position(['loss', 'zlib', 'hinge', 'mink', 'minkpp', 'minkpp_var', 'surp'], family) NULLS LAST,
    family,
    (regexp_extract(name, '_([0-9]+)', 1) || '0')::INTEGER,
    (regexp_extract(name, '_([0-9]+)$', 1) || '0')::INTEGER,
    is_cfg
