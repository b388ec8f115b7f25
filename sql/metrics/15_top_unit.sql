-- The ten units of every layer with the highest UnitMem.
-- Grain:  one row per population, layer and rank; fewer in a smaller layer, none for a population of one image.
-- Inputs: unit_mem, unit.

CREATE OR REPLACE TABLE top_unit AS
WITH
ranked AS (
    SELECT
        population,
        layer_id,
        row_number() OVER (PARTITION BY population, layer_id ORDER BY unit_mem DESC, unit_id) AS rank,
        unit_id,
        unit_mem,
        owner_image_id
    FROM unit_mem
    JOIN unit USING (unit_id)
    WHERE unit_mem IS NOT NULL
),

final AS (
    SELECT * FROM ranked WHERE rank <= 10
)

SELECT * FROM final ORDER BY population, layer_id, rank;

COMMENT ON TABLE  top_unit                IS 'Most memorizing units: one row per population, layer and rank, 1 to 10.';
COMMENT ON COLUMN top_unit.population     IS 'train, val or all.';
COMMENT ON COLUMN top_unit.layer_id       IS 'The layer.';
COMMENT ON COLUMN top_unit.rank           IS '1 for the highest UnitMem of the layer; equal ones by unit_id.';
COMMENT ON COLUMN top_unit.unit_id        IS 'The unit.';
COMMENT ON COLUMN top_unit.unit_mem       IS 'Its UnitMem.';
COMMENT ON COLUMN top_unit.owner_image_id IS 'The image that owns it.';
