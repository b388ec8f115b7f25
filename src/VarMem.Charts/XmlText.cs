using System.Net;
using System.Xml;

namespace VarMem.Charts;

/// <summary>Text of a database in XML, which has no place for some characters that the name of a file may have.</summary>
static class XmlText
{
    /// <summary>The text, with U+FFFD where XML has no such character.</summary>
    internal static string Clean(string text) => string.Create(text.Length, text, static (clean, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isHalf = i > 0 && char.IsSurrogatePair(text[i - 1], text[i])
                || i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            clean[i] = isHalf || XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD';
        }
    });

    internal static string Encode(string text) => WebUtility.HtmlEncode(Clean(text));
}
