# The descriptions as judges, the vendor's and our own: a library, so that whole runs and benchmarks can be watched, too.
if(NOT TARGET muster_openapi_validator)
  set(judge ${PROJECT_SOURCE_DIR}/tests/contract)
  add_library(muster_openapi_validator STATIC ${judge}/api_description.cpp ${judge}/description.cpp ${judge}/multipart.cpp ${judge}/openapi.cpp ${judge}/schema_check.cpp)
  target_link_libraries(muster_openapi_validator PUBLIC muster_options muster_base muster_net PRIVATE fmt::fmt yaml-cpp)
  target_include_directories(muster_openapi_validator PUBLIC ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(muster_openapi_validator PRIVATE MUSTER_SHARED_DEFAULT="${PROJECT_SOURCE_DIR}/../shared"
    MUSTER_API_DESCRIPTION="${PROJECT_SOURCE_DIR}/api/openapi.yaml")
endif()
