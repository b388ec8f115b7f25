using System.Text;
using VarMem.Store.DuckDb.Native;

namespace VarMem.Store.DuckDb.Vectors;

sealed unsafe class StringReader(string typeName) : VectorReader<string>(typeName)
{
    internal override string Read(long row) => Encoding.UTF8.GetString(NativeString.Bytes((NativeString*)Data + row));
}

sealed unsafe class BlobReader(string typeName) : VectorReader<byte[]>(typeName)
{
    internal override byte[] Read(long row) => NativeString.Bytes((NativeString*)Data + row).ToArray();
}
