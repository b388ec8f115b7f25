-- How many images it takes, together, to show that they were trained on: the mean p-value of Welch's one-sided test of n of them against n
-- validation images, by the scores of their likelihood. Below the line n is enough. Validation images in the place of members are the
-- control, which has to stay near 1/2. A p below one in a million is drawn there.
-- Section: Membership
-- Grain: members, method and n. Inputs: dataset_inference, detection.
-- Population: training images, canaries among them, and the canaries alone, each against validation images.
SELECT
    format('Mean p of {:,} draws · line: 0.01', draws) AS subtitle,
    'transformer' AS part,
    if(method = 'sum', 'Sum of the scaled scores', 'Weighted by logistic regression') AS method,
    CASE members WHEN 'train' THEN 'training images' WHEN 'canary' THEN 'canaries' ELSE 'validation images (control)' END AS members,
    image_count,
    greatest(p_mean, 1e-6) AS p_mean,
    if(image_count = coalesce(images_needed, images_tried), coalesce(format('n = {:,}', images_needed), format('none up to {:,}', images_tried)), NULL)
        AS label
FROM dataset_inference
JOIN detection USING (members, method)
ORDER BY dataset_inference.method, list_position(['train', 'canary', 'val'], dataset_inference.members), image_count
