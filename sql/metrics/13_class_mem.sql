-- ClassMem of every unit: how far one class stands out from all the others.
-- Grain:  one row per population and unit; none where images have no classes.
-- Inputs: activation, image. Filled by the statistic of this name; sql/definitions/class_mem.sql says the same in SQL.
-- Source: Wang et al., arXiv 2409.19069, section on class memorization: UnitMem's ratio on the means of classes.
--
--     mu_u(c) = mean of mu_u(x) over the images of class c        M = max_c mu_u(c)        m = mean of mu_u(c) over the K - 1 other classes
--     ClassMem(u) = (M - m) / (M + m), which is 0 where M + m = 0 and NULL where K = 1

CREATE OR REPLACE TABLE class_mem (
    population VARCHAR NOT NULL,
    unit_id    INTEGER NOT NULL,
    class_max  DOUBLE NOT NULL,
    class_rest DOUBLE,
    class_mem  DOUBLE,
    class_id   INTEGER NOT NULL
);

COMMENT ON TABLE  class_mem            IS 'ClassMem of every unit: one row per population and unit.';
COMMENT ON COLUMN class_mem.population IS 'train, val or all.';
COMMENT ON COLUMN class_mem.unit_id    IS 'The unit.';
COMMENT ON COLUMN class_mem.class_max  IS 'M: the largest mean mu of any class.';
COMMENT ON COLUMN class_mem.class_rest IS 'm: mean of the other classes'' means; NULL where there is no other.';
COMMENT ON COLUMN class_mem.class_mem  IS '(M - m) / (M + m): 0 no class stands out, 1 only one class activates it.';
COMMENT ON COLUMN class_mem.class_id   IS 'The class with M; the smallest number of several.';
