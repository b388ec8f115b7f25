-- What figures and summaries show of each part: the training images where there are any, else all images.
-- Grain:  one row per part (transformer, tokenizer).
-- Inputs: ownership, u10_threshold.

CREATE OR REPLACE VIEW shown AS
SELECT
    part,
    population,
    if(part = 'tokenizer', 'Level', 'Block') AS depth,
    format(
        '{} on {:,} {}{}',
        upper(part[1]) || part[2:], image_count, if(population = 'train', 'training ', ''), if(image_count = 1, 'image', 'images')
    ) AS title,
    image_count,
    unit_count,
    u10_count,
    threshold,
    u10_owner_count,
    u10_owner_share
FROM ownership
JOIN u10_threshold USING (population, part)
WHERE population = (SELECT if(bool_or(population = 'train'), 'train', 'all') FROM ownership);

COMMENT ON VIEW   shown                 IS 'What figures and summaries show of each part: one row per part.';
COMMENT ON COLUMN shown.part            IS 'transformer, tokenizer, or network for any other.';
COMMENT ON COLUMN shown.population      IS 'train where there are training images, else all.';
COMMENT ON COLUMN shown.depth           IS 'What the depth of a layer is called: Block or Level.';
COMMENT ON COLUMN shown.title           IS 'Part and images in words, for the line below a figure''s title.';
COMMENT ON COLUMN shown.image_count     IS 'Images of the population.';
COMMENT ON COLUMN shown.unit_count      IS 'Units of the part.';
COMMENT ON COLUMN shown.u10_count       IS 'Units in U10.';
COMMENT ON COLUMN shown.threshold       IS 'UnitMem from which a unit is in U10.';
COMMENT ON COLUMN shown.u10_owner_count IS 'Images that own units of U10.';
COMMENT ON COLUMN shown.u10_owner_share IS 'Their share of the images.';
