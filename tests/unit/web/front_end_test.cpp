#include "web/front_end.hpp"

#include <gtest/gtest.h>

namespace muster::web {
namespace {

constexpr Asset kFiles[] = {
    {"/assets/app-1234.js", "text/javascript; charset=utf-8", "\"js\"", "script", "BR", "GZ"},
    {"/icon.svg", "image/svg+xml", "\"icon\"", "<svg/>", "", ""},
    {"/index.html", "text/html; charset=utf-8", "\"page\"", "<html>", "", "GZPAGE"},
};

net::Response get(std::string_view path, std::initializer_list<std::pair<const char*, const char*>> headers = {}) {
    net::Request request;
    for (const auto& [name, value] : headers) {
        request.headers.add(name, value);
    }
    return answer_page(request, path, kFiles);
}

TEST(FrontEnd, ServesAFileThatChangesItsNameForEver) {
    const auto response = get("/assets/app-1234.js");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "script");
    EXPECT_EQ(response.headers.get("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(response.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(response.headers.get("ETag"), "\"js\"");
    EXPECT_EQ(response.headers.get("Vary"), "Accept-Encoding");
}

TEST(FrontEnd, AnswersThePageForEveryAddressThatTheFrontEndMakesUp) {
    for (const auto* path :
         {"/", "/welcome", "/login/done", "/databases/3/reps/R17", "/index.html", "/people/a@b.org"}) {
        const auto response = get(path);
        EXPECT_EQ(response.status, 200) << path;
        EXPECT_EQ(response.body, "<html>") << path;
        EXPECT_EQ(response.headers.get("Cache-Control"), "no-cache") << path;
    }
}

TEST(FrontEnd, HasNoFilesThatItHasNot) { EXPECT_EQ(get("/assets/app-0000.js").status, 404); }

struct CodingCase {
    const char* accepted;
    const char* body;
    std::optional<std::string_view> coding;
    const char* tag;
};

TEST(FrontEnd, SendsWhatTheBrowserTakes) {
    for (const auto& [accepted, body, coding, tag] : {
             CodingCase{"gzip, deflate, br", "BR", "br", "\"js-br\""},
             CodingCase{"gzip", "GZ", "gzip", "\"js-gzip\""},
             CodingCase{"br;q=0, gzip;q=0.5", "GZ", "gzip", "\"js-gzip\""},
             CodingCase{"identity", "script", std::nullopt, "\"js\""},
             CodingCase{"brx", "script", std::nullopt, "\"js\""},
             CodingCase{"", "script", std::nullopt, "\"js\""},
         }) {
        const auto response = get("/assets/app-1234.js", {{"Accept-Encoding", accepted}});
        EXPECT_EQ(response.body, body) << accepted;
        EXPECT_EQ(response.headers.get("Content-Encoding"), coding) << accepted;
        EXPECT_EQ(response.headers.get("ETag"), tag) << accepted;
    }
}

TEST(FrontEnd, SendsNothingThatTheBrowserHas) {
    for (const auto* known : {"\"page\"", "W/\"page\"", "\"old\", \"page\"", "*"}) {
        const auto response = get("/", {{"If-None-Match", known}});
        EXPECT_EQ(response.status, 304) << known;
        EXPECT_EQ(response.body, "");
        EXPECT_EQ(response.headers.get("ETag"), "\"page\"");
    }
    EXPECT_EQ(get("/", {{"If-None-Match", "\"page\""}, {"Accept-Encoding", "gzip"}}).status, 200);
    EXPECT_EQ(get("/", {{"If-None-Match", "\"page-gzip\""}, {"Accept-Encoding", "gzip"}}).status, 304);
    EXPECT_EQ(get("/", {{"If-None-Match", "\"old\""}}).status, 200);
}

TEST(FrontEnd, SaysWhereItHasNoPages) {
    const auto response = answer_page({}, "/", {});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_NE(response.body.find("MUSTER_UI=OFF"), std::string::npos);
}

TEST(ApiDescription, IsServedAsItIsWritten) {
    const auto response = answer_api_description();
    EXPECT_EQ(response.headers.get("Content-Type"), "application/yaml");
    EXPECT_TRUE(response.body.starts_with("openapi: 3.1.0\n"));
    EXPECT_TRUE(response.body.ends_with("\n"));
}

} // namespace
} // namespace muster::web
