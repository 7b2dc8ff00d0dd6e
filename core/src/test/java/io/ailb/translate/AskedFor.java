package io.ailb.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ailb.model.Dialect;
import io.ailb.translate.neutral.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests that each ask for one thing, by what it is called. */
final class AskedFor {
  private static final String SCHEMA =
      "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}";
  private static final String PNG = "iVBORw0KGgo=";
  private static final String PDF = "JVBERi0xLjQ=";

  private final ObjectNode plain;
  private final List<Request> requests = new ArrayList<>();

  /**
   * A request that asks for something.
   *
   * @param without the same that does not ask for it
   */
  record Request(String what, String body, String without) {}

  private AskedFor(String plain) {
    this.plain = object(plain);
  }

  /** JSON with simple quotes. */
  private static ObjectNode object(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"'));
  }

  /** A request with these members beside the plain ones, or in their place. */
  private AskedFor with(String what, String members) {
    return with(what, members, "");
  }

  private AskedFor with(String what, String members, String without) {
    requests.add(new Request(what, body(members), body(without)));
    return this;
  }

  private String body(String members) {
    ObjectNode body = plain.deepCopy();
    for (Map.Entry<String, JsonNode> member : object("{" + members + "}").properties()) {
      body.set(member.getKey(), member.getValue());
    }
    return Json.text(body);
  }

  static List<Request> in(Dialect dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> chat();
      case OPENAI_RESPONSES -> responses();
      case ANTHROPIC -> anthropic();
      case GEMINI -> gemini();
    };
  }

  private static List<Request> chat() {
    String tool = "{'type':'function','function':{'name':'f','parameters':" + SCHEMA + "}}";
    String tools = "'tools':[" + tool + "],";
    String call =
        "{'role':'user','content':'hi'},{'role':'assistant','tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{}'}}]},";
    return new AskedFor("{'model':'m','messages':[{'role':'user','content':'hi'}]}")
        .with(
            "instructions: `system`, `developer`",
            "'messages':[{'role':'system','content':'be brief'},{'role':'user','content':'hi'}]")
        .with(
            "a system text between the turns",
            "'messages':[{'role':'user','content':'hi'},{'role':'system','content':'be brief'},{'role':'user','content':'go on'}]")
        .with(
            "a last turn of the assistant's",
            "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':'well'}]")
        .with("`name` of a message", "'messages':[{'role':'user','name':'ann','content':'hi'}]")
        .with("`max_completion_tokens`, `max_tokens`", "'max_completion_tokens':100")
        .with("`temperature`, `top_p`", "'temperature':0.2,'top_p':0.5")
        .with("`presence_penalty`, `frequency_penalty`", "'presence_penalty':0.5")
        .with("`seed`", "'seed':7")
        .with("`stop`, up to 4", "'stop':['a','b','c','d']")
        .with("`n` above 1", "'n':2")
        .with("`logprobs`", "'logprobs':true,'top_logprobs':2")
        .with("`logit_bias`", "'logit_bias':{'50256':-100}")
        .with("`response_format` `json_object`", "'response_format':{'type':'json_object'}")
        .with(
            "`response_format` `json_schema`",
            "'response_format':{'type':'json_schema','json_schema':{'name':'s','strict':true,'schema':"
                + SCHEMA
                + "}}")
        .with("`tools` of type `function`", "'tools':[" + tool + "]")
        .with(
            "`strict` of a tool",
            "'tools':[" + tool.replace("'name':'f'", "'name':'f','strict':true") + "]")
        .with("`tools` of type `custom`", "'tools':[{'type':'custom','custom':{'name':'f'}}]")
        .with("`tool_choice`", tools + "'tool_choice':'required'")
        .with(
            "`tool_choice` `allowed_tools`",
            tools
                + "'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':[{'type':'function','function':{'name':'f'}}]}}")
        .with("`parallel_tool_calls: false`", tools + "'parallel_tool_calls':false")
        .with(
            "calls and results of tools",
            tools
                + "'messages':["
                + call
                + "{'role':'tool','tool_call_id':'call_1','content':'1'}]")
        .with("`web_search_options`", "'web_search_options':{'search_context_size':'low'}")
        .with("`reasoning_effort`", "'reasoning_effort':'low'")
        .with("`verbosity`", "'verbosity':'low'")
        .with(
            "an image by its data",
            "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,"
                + PNG
                + "'}}]}]")
        .with(
            "an image by its URL",
            "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}]")
        .with(
            "`detail` of an image",
            "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'detail':'low','url':'data:image/png;base64,"
                + PNG
                + "'}}]}]",
            "'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png;base64,"
                + PNG
                + "'}}]}]")
        .with(
            "a PDF by its data",
            "'messages':[{'role':'user','content':[{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,"
                + PDF
                + "'}}]}]")
        .with(
            "a file by its id",
            "'messages':[{'role':'user','content':[{'type':'file','file':{'file_id':'file-1'}}]}]")
        .with(
            "sound",
            "'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'format':'wav','data':'"
                + PNG
                + "'}}]}]")
        .with(
            "`modalities`, `audio`: spoken answers",
            "'modalities':['text','audio'],'audio':{'voice':'alloy','format':'wav'}")
        .with("`prediction`", "'prediction':{'type':'content','content':'hi'}")
        .with("`safety_identifier`, `user`", "'user':'u1'")
        .with("`metadata`", "'metadata':{'a':'b'}")
        .with("`store: true`", "'store':true")
        .with("`prompt_cache_key`", "'prompt_cache_key':'k'")
        .with("`service_tier: flex`", "'service_tier':'flex'")
        .with("a field that nobody knows", "'frobnicate':1")
        .requests;
  }

  private static List<Request> responses() {
    String tool = "{'type':'function','name':'f','strict':false,'parameters':" + SCHEMA + "}";
    return new AskedFor("{'model':'m','store':false,'input':'hi'}")
        .with("`instructions`", "'instructions':'be brief'")
        .with("`max_output_tokens`", "'max_output_tokens':100")
        .with("`temperature`, `top_p`", "'temperature':0.2,'top_p':0.5")
        .with("`top_logprobs`", "'top_logprobs':2,'include':['message.output_text.logprobs']")
        .with("`text.format` `json_object`", "'text':{'format':{'type':'json_object'}}")
        .with(
            "`text.format` `json_schema`",
            "'text':{'format':{'type':'json_schema','name':'s','strict':true,'schema':"
                + SCHEMA
                + "}}")
        .with("`tools` of type `function`", "'tools':[" + tool + "]")
        .with("`tools` of type `custom`", "'tools':[{'type':'custom','name':'f'}]")
        .with("hosted tools, such as `web_search`", "'tools':[{'type':'web_search'}]")
        .with("`tool_choice`", "'tools':[" + tool + "],'tool_choice':'required'")
        .with("`parallel_tool_calls: false`", "'tools':[" + tool + "],'parallel_tool_calls':false")
        .with(
            "calls and results of tools",
            "'tools':["
                + tool
                + "],'input':[{'role':'user','content':'hi'},{'type':'function_call','call_id':'call_1','name':'f','arguments':'{}'},{'type':'function_call_output','call_id':'call_1','output':'1'}]")
        .with(
            "an image in a tool's result",
            "'tools':["
                + tool
                + "],'input':[{'role':'user','content':'hi'},{'type':'function_call','call_id':'call_1','name':'f','arguments':'{}'},{'type':'function_call_output','call_id':'call_1','output':[{'type':'input_image','image_url':'data:image/png;base64,"
                + PNG
                + "'}]}]")
        .with("`reasoning.effort`", "'reasoning':{'effort':'low'}")
        .with("`reasoning.summary`", "'reasoning':{'effort':'low','summary':'auto'}")
        .with(
            "reasoning items of earlier turns",
            "'input':[{'role':'user','content':'hi'},{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'abc'},{'type':'message','role':'assistant','content':[{'type':'output_text','text':'well','annotations':[]}]},{'role':'user','content':'go on'}]",
            "'input':[{'role':'user','content':'hi'},{'type':'message','role':'assistant','content':[{'type':'output_text','text':'well','annotations':[]}]},{'role':'user','content':'go on'}]")
        .with("`text.verbosity`", "'text':{'verbosity':'low'}")
        .with(
            "an image by its data",
            "'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:image/png;base64,"
                + PNG
                + "'}]}]")
        .with(
            "an image by its URL",
            "'input':[{'role':'user','content':[{'type':'input_image','image_url':'https://example.com/a.png'}]}]")
        .with(
            "a PDF by its data",
            "'input':[{'role':'user','content':[{'type':'input_file','filename':'a.pdf','file_data':'data:application/pdf;base64,"
                + PDF
                + "'}]}]")
        .with(
            "a PDF by its URL",
            "'input':[{'role':'user','content':[{'type':'input_file','file_url':'https://example.com/a.pdf'}]}]")
        .with(
            "a file by its id",
            "'input':[{'role':'user','content':[{'type':'input_file','file_id':'file-1'}]}]")
        .with("`previous_response_id`, `conversation`, `prompt`", "'previous_response_id':'resp_1'")
        .with("`background: true`", "'background':true")
        .with("`store`: true, or not said", "'store':true")
        .with("`truncation: auto`", "'truncation':'auto'")
        .with("`metadata`", "'metadata':{'a':'b'}")
        .with("`safety_identifier`, `user`", "'user':'u1'")
        .with("`service_tier: flex`", "'service_tier':'flex'")
        .with("a field that nobody knows", "'frobnicate':1")
        .requests;
  }

  private static List<Request> anthropic() {
    String tool = "{'name':'f','input_schema':" + SCHEMA + "}";
    String result =
        "'tools':["
            + tool
            + "],'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':[{'type':'tool_use','id':'toolu_1','name':'f','input':{}}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1',%s}]}]";
    return new AskedFor(
            "{'model':'m','max_tokens':9000,'messages':[{'role':'user','content':'hi'}]}")
        .with("`system`", "'system':'be brief'")
        .with(
            "a system text between the turns",
            "'messages':[{'role':'user','content':'hi'},{'role':'system','content':'be brief'},{'role':'user','content':'go on'}]")
        .with(
            "a last turn of the assistant's",
            "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':'well'}]")
        .with("`max_tokens`", "'max_tokens':100")
        .with("`temperature`, `top_p`", "'temperature':0.2")
        .with("`top_k`", "'top_k':5")
        .with("`stop_sequences`", "'stop_sequences':['a']")
        .with(
            "`output_config.format`",
            "'output_config':{'format':{'type':'json_schema','schema':" + SCHEMA + "}}")
        .with("`tools` of the caller's own", "'tools':[" + tool + "]")
        .with(
            "hosted tools, such as `web_search`",
            "'tools':[{'type':'web_search_20250305','name':'web_search'}]")
        .with("`tool_choice`", "'tools':[" + tool + "],'tool_choice':{'type':'any'}")
        .with(
            "`disable_parallel_tool_use`",
            "'tools':[" + tool + "],'tool_choice':{'type':'auto','disable_parallel_tool_use':true}")
        .with("calls and results of tools", result.formatted("'content':'1'"))
        .with("`is_error`", result.formatted("'is_error':true,'content':'no'"))
        .with(
            "an image in a tool's result",
            result.formatted(
                "'content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'"
                    + PNG
                    + "'}}]"))
        .with(
            "`thinking`, `output_config.effort`",
            "'thinking':{'type':'enabled','budget_tokens':2048}")
        .with(
            "thinking of earlier turns",
            "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':[{'type':'thinking','thinking':'hm','signature':'abc'},{'type':'text','text':'well'}]},{'role':'user','content':'go on'}]",
            "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':[{'type':'text','text':'well'}]},{'role':'user','content':'go on'}]")
        .with(
            "an image by its data",
            "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'"
                + PNG
                + "'}}]}]")
        .with(
            "an image by its URL",
            "'messages':[{'role':'user','content':[{'type':'image','source':{'type':'url','url':'https://example.com/a.png'}}]}]")
        .with(
            "a PDF by its data",
            "'messages':[{'role':'user','content':[{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'"
                + PDF
                + "'}}]}]")
        .with(
            "a PDF by its URL",
            "'messages':[{'role':'user','content':[{'type':'document','source':{'type':'url','url':'https://example.com/a.pdf'}}]}]")
        .with(
            "a text document",
            "'messages':[{'role':'user','content':[{'type':'document','source':{'type':'text','media_type':'text/plain','data':'hi'}}]}]")
        .with(
            "`citations`",
            "'messages':[{'role':'user','content':[{'type':'document','citations':{'enabled':true},'source':{'type':'text','media_type':'text/plain','data':'hi'}}]}]",
            "'messages':[{'role':'user','content':[{'type':'document','source':{'type':'text','media_type':'text/plain','data':'hi'}}]}]")
        .with(
            "`cache_control`",
            "'system':[{'type':'text','text':'be brief','cache_control':{'type':'ephemeral'}}]",
            "'system':[{'type':'text','text':'be brief'}]")
        .with("`metadata.user_id`", "'metadata':{'user_id':'u1'}")
        .with("`service_tier: standard_only`", "'service_tier':'standard_only'")
        .with("`container`, `mcp_servers`", "'container':'c1'")
        .with("a field that nobody knows", "'frobnicate':1")
        .requests;
  }

  private static List<Request> gemini() {
    String tools =
        "'tools':[{'functionDeclarations':[{'name':'f','parametersJsonSchema':" + SCHEMA + "}]}]";
    return new AskedFor("{'contents':[{'role':'user','parts':[{'text':'hi'}]}]}")
        .with("`systemInstruction`", "'systemInstruction':{'parts':[{'text':'be brief'}]}")
        .with(
            "a last turn of the model's",
            "'contents':[{'role':'user','parts':[{'text':'hi'}]},{'role':'model','parts':[{'text':'well'}]}]")
        .with("`maxOutputTokens`", "'generationConfig':{'maxOutputTokens':100}")
        .with("`temperature`, `topP`", "'generationConfig':{'temperature':0.2,'topP':0.5}")
        .with("`topK`", "'generationConfig':{'topK':5}")
        .with("`presencePenalty`, `frequencyPenalty`", "'generationConfig':{'presencePenalty':0.5}")
        .with("`seed`", "'generationConfig':{'seed':7}")
        .with("`stopSequences`, one", "'generationConfig':{'stopSequences':['a']}")
        .with("`stopSequences`, five", "'generationConfig':{'stopSequences':['a','b','c','d','e']}")
        .with("`candidateCount` above 1", "'generationConfig':{'candidateCount':2}")
        .with("`responseLogprobs`", "'generationConfig':{'responseLogprobs':true,'logprobs':2}")
        .with(
            "JSON, without a schema", "'generationConfig':{'responseMimeType':'application/json'}")
        .with(
            "`responseSchema`, `responseJsonSchema`",
            "'generationConfig':{'responseMimeType':'application/json','responseJsonSchema':"
                + SCHEMA
                + "}")
        .with("`functionDeclarations`", tools)
        .with("hosted tools, such as `googleSearch`", "'tools':[{'googleSearch':{}}]")
        .with(
            "`functionCallingConfig`",
            tools
                + ",'toolConfig':{'functionCallingConfig':{'mode':'ANY','allowedFunctionNames':['f']}}")
        .with(
            "calls and responses of functions",
            tools
                + ",'contents':[{'role':'user','parts':[{'text':'hi'}]},{'role':'model','parts':[{'functionCall':{'name':'f','args':{}},'thoughtSignature':'YWJj'}]},{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'output':'1'}}}]}]")
        .with("`thinkingConfig`", "'generationConfig':{'thinkingConfig':{'thinkingLevel':'LOW'}}")
        .with("`includeThoughts`", "'generationConfig':{'thinkingConfig':{'includeThoughts':true}}")
        .with(
            "an image by its data",
            "'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'image/png','data':'"
                + PNG
                + "'}}]}]")
        .with(
            "an image by its URL",
            "'contents':[{'role':'user','parts':[{'fileData':{'mimeType':'image/png','fileUri':'https://example.com/a.png'}}]}]")
        .with(
            "a PDF by its data",
            "'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'application/pdf','data':'"
                + PDF
                + "'}}]}]")
        .with(
            "a PDF by its URL",
            "'contents':[{'role':'user','parts':[{'fileData':{'mimeType':'application/pdf','fileUri':'https://example.com/a.pdf'}}]}]")
        .with(
            "sound",
            "'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'audio/wav','data':'"
                + PNG
                + "'}}]}]")
        .with(
            "video",
            "'contents':[{'role':'user','parts':[{'inlineData':{'mimeType':'video/mp4','data':'"
                + PNG
                + "'}}]}]")
        .with(
            "an uploaded file",
            "'contents':[{'role':'user','parts':[{'fileData':{'mimeType':'image/png','fileUri':'https://generativelanguage.googleapis.com/v1beta/files/abc'}}]}]")
        .with("`mediaResolution`", "'generationConfig':{'mediaResolution':'MEDIA_RESOLUTION_LOW'}")
        .with(
            "`responseModalities`: images, speech",
            "'generationConfig':{'responseModalities':['IMAGE']}")
        .with(
            "`safetySettings` that block more",
            "'safetySettings':[{'category':'HARM_CATEGORY_HARASSMENT','threshold':'BLOCK_LOW_AND_ABOVE'}]")
        .with("`cachedContent`", "'cachedContent':'cachedContents/1'")
        .with("`labels`", "'labels':{'a':'b'}")
        .with("a field that nobody knows", "'frobnicate':1")
        .requests;
  }
}
