-- How many images of the training the likelihood of their tokens finds while it calls few others so; both axes logarithmic, without
-- interpolation. Of each family of scores the one with the largest AUROC, which flatters it; beside it the family's AUROC with the choice
-- made on other images than it is evaluated on (nested).
-- Section: Membership
-- Grain: contrast, logits, family of scores and step of the ROC curve. Inputs: roc, ground_truth, nested_choice.
-- Population: the images of each contrast; empty where there is none, or no likelihood.
WITH member AS (
    SELECT
        *,
        starts_with(score, 'cfg_') AS is_cfg,
        regexp_replace(score, '(_[0-9]+)+$', '') AS nested_family,
        regexp_extract(score, '^(cfg_)?(loss|zlib|hinge|minkpp|mink|camia|surp|icas)(_|$)', 2) AS family
    FROM ground_truth
    WHERE part = 'likelihood' AND covers_all AND score NOT LIKE '%scale%' AND score NOT LIKE '%var%'
),

best AS (
    SELECT *, list_position(['loss', 'zlib', 'hinge', 'mink', 'minkpp', 'camia', 'surp', 'icas'], family) AS place
    FROM member
    WHERE family <> ''
    QUALIFY row_number() OVER (PARTITION BY contrast, is_cfg, family ORDER BY auroc DESC, score) = 1
),

-- The most images found with as many false ones; the next step is where more are.
step AS (
    SELECT contrast, score, fpr, max(tpr) AS tpr
    FROM roc
    WHERE part = 'likelihood'
    GROUP BY contrast, score, fpr
),

corner AS (
    FROM step
    WHERE tpr > 0
    QUALIFY tpr > lag(tpr, 1, 0) OVER (PARTITION BY contrast, score ORDER BY fpr) OR fpr = 1
)

SELECT
    format(
        '{}|{:,} against {:,} images',
        CASE contrast
            WHEN 'canary_train' THEN 'Canaries / other training'
            WHEN 'canary_val' THEN 'Canaries / validation'
            ELSE 'Training / validation'
        END,
        max(best.positives) OVER (PARTITION BY contrast), max(best.negatives) OVER (PARTITION BY contrast)
    ) AS contrast,
    is_cfg::INTEGER AS row,
    if(is_cfg, 'logits less those of the null class', 'logits of the label') AS logits,
    best.family,
    greatest(fpr, 0.5 / best.negatives) AS fpr,
    tpr,
    if(row_number() OVER (PARTITION BY contrast, score ORDER BY fpr) = 1, place, NULL) AS line,
    format('{} {:.2f}', score, best.auroc) || coalesce(format(' (nested {:.2f})', nested.auroc), '') AS label
FROM best
JOIN corner USING (contrast, score)
LEFT JOIN nested_choice AS nested ON nested.contrast = best.contrast AND nested.family = best.nested_family
ORDER BY is_cfg, best.contrast, place, corner.fpr
