-- Title: Membership scores
-- What each family of likelihood scores finds: its member with the largest AUROC, which flatters it, and beside that the family with the
-- choice made on other images than it is evaluated on. Intervals are of 95%.
-- Section: Membership
-- Grain: contrast and family. Inputs: ground_truth, nested_choice. Scores of single scales, and those that some images lack, are left out.
-- Population: the images of each contrast; empty where there is none, or no likelihood.
WITH
member AS (
    SELECT *, regexp_replace(score, '(_[0-9]+)+$', '') AS family
    FROM ground_truth
    WHERE part = 'likelihood' AND covers_all AND score NOT LIKE '%scale%'
    QUALIFY row_number() OVER (PARTITION BY contrast, family ORDER BY auroc DESC, score) = 1
)

SELECT
    contrast,
    score,
    round(member.auroc, 3) AS AUROC,
    format('{:.3f} to {:.3f}', member.auroc_low, member.auroc_high) AS "AUROC, interval",
    round(p_holm, 4) AS "p (Holm)",
    round(tpr_at_0_1_percent, 3) AS "TPR at 0.1% FPR",
    round(member.tpr_at_1_percent, 3) AS "TPR at 1% FPR",
    format('{:.3f} to {:.3f}', member.tpr_at_1_percent_low, member.tpr_at_1_percent_high) AS "TPR at 1%, interval",
    round(tpr_at_5_percent, 3) AS "TPR at 5% FPR",
    round(nested.auroc, 3) AS "AUROC, nested",
    round(nested.tpr_at_1_percent, 3) AS "TPR at 1%, nested"
FROM member
LEFT JOIN nested_choice AS nested USING (contrast, family)
ORDER BY contrast, member.auroc DESC, score
